import { create } from 'zustand';
import type { LinkState } from '../rpc/link-state.ts';

/** How this page stands with its gateway. */
export const useLink = create<{ readonly state: LinkState }>()(() => ({ state: { kind: 'connecting' } }));

export function linkChanged(state: LinkState): void {
  useLink.setState({ state });
}

export const isLost = (): boolean => useLink.getState().state.kind === 'lost';
/** Something can be asked now. While the link is being made nothing is lost, and nothing can be asked either. */
export const isOpen = (): boolean => useLink.getState().state.kind === 'open';

/** Resolves once there is a link, or at the signal: the caller looks at it. */
export function linkOpen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || isOpen()) return resolve();
    const done = (): void => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = useLink.subscribe(() => isOpen() && done());
    signal.addEventListener('abort', done, { once: true });
  });
}
