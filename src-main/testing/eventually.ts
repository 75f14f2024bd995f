import { vi } from 'vitest';

/** Long enough for a machine that is busy with something else; what holds at once takes no time of it. */
const DEADLINE_MS = 15_000;

/** For tests: waits until `check` passes, and throws what it throws last when that takes too long. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: DEADLINE_MS, interval: 50 });
}
