import { createHook } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** Where timers of a driver are set: in our code, or in the library that it keeps the connection with. */
const OF_DRIVERS = ['/src-main/drivers/', '/node_modules/nodes7/'];

/** Timers that drivers set and that are neither over nor cleared. */
export interface TimerWatch extends Disposable {
  /** Where each of them was set: the frames of its stack, outermost last. */
  readonly left: () => Promise<readonly string[]>;
}

/**
 * Watches the timers that drivers set from now on. Those that stood before, and those of whoever else lives in this
 * process, are not counted.
 */
export function watchTimers(): TimerWatch {
  const standing = new Map<number, string>();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const hook = createHook({
    init(id, type) {
      if (type !== 'Timeout') return;
      const stack = new Error('timer').stack ?? '';
      if (OF_DRIVERS.some((folder) => stack.includes(folder))) standing.set(id, stack);
    },
    destroy: (id) => void standing.delete(id),
  }).enable();
  return {
    async left() {
      // Node tells of ends in a batch of their own, a turn later.
      await turn();
      await turn();
      return [...standing.values()];
    },
    [Symbol.dispose]() {
      hook.disable();
      Error.stackTraceLimit = limit;
    },
  };
}
