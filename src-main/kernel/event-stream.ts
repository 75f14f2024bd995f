import type { Disposable } from './lifetime.ts';

/**
 * Turns a listener into a stream for one slow reader. Of events that come while he is busy only the newest are kept: one
 * where a stream tells a state, and an old state is of no use; more where each event is something that happened. Ends
 * when the signal is aborted.
 *
 * @param subscribe registers the listener that feeds the stream.
 * @param keep how many events may wait; older ones go.
 */
export async function* eventStream<T>(
  subscribe: (listener: (event: T) => void) => Disposable,
  signal: AbortSignal,
  first?: T,
  keep = 1,
): AsyncGenerator<T> {
  const waiting: T[] = first === undefined ? [] : [first];
  let wake: (() => void) | undefined;
  const poke = (): void => wake?.();
  const subscription = subscribe((event) => {
    waiting.push(event);
    if (waiting.length > keep) waiting.shift();
    poke();
  });
  signal.addEventListener('abort', poke);
  try {
    while (!signal.aborted) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else {
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
