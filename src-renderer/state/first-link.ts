import { useLink } from './link.ts';

/** Resolves once the first attempt to reach the gateway has ended: before that nothing can be asked, and nothing is wrong. */
export function firstLink(): Promise<void> {
  const isOver = (): boolean => useLink.getState().state.kind !== 'connecting';
  if (isOver()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useLink.subscribe(() => {
      if (!isOver()) return;
      stop();
      resolve();
    });
  });
}
