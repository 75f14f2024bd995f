import type { Disposable } from './lifetime.ts';

/**
 * Turns a listener into a stream for one slow reader. Of events that come while he is busy only the newest is kept:
 * every stream of ours tells a state, and an old state is of no use. Ends when the signal is aborted.
 *
 * @param subscribe registers the listener that feeds the stream.
 */
export async function* eventStream<T>(
  subscribe: (listener: (event: T) => void) => Disposable,
  signal: AbortSignal,
  first?: T,
): AsyncGenerator<T> {
  let newest: T | undefined = first;
  let wake: (() => void) | undefined;
  const poke = (): void => wake?.();
  const subscription = subscribe((event) => {
    newest = event;
    poke();
  });
  signal.addEventListener('abort', poke);
  try {
    while (!signal.aborted) {
      if (newest !== undefined) {
        const event = newest;
        newest = undefined;
        yield event;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', poke);
    await subscription.dispose();
  }
}
