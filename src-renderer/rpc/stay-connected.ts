import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { LinkState } from './link-state.ts';
import { retryDelayMs } from './retry-delay.ts';
import { sleep } from './sleep.ts';

export interface StayConnected {
  /** Dials once. A rejection is a failed attempt. */
  readonly dial: (signal: AbortSignal) => Promise<{ readonly ended: Promise<void> }>;
  readonly onState: (state: LinkState) => void;
  readonly random?: () => number;
  readonly wait?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Keeps one connection open until the signal: dials, waits for its end, dials again with back-off. The time of loss
 * stays the same through all attempts that follow it. Ends early only when a session is needed and there is none.
 */
export async function stayConnected(options: StayConnected, signal: AbortSignal): Promise<void> {
  const { dial, onState, random = Math.random, wait = sleep } = options;
  let failures = 0;
  let lostSinceMs: number | undefined;
  onState({ kind: 'connecting' });
  while (!signal.aborted) {
    try {
      const { ended } = await dial(signal);
      failures = 0;
      lostSinceMs = undefined;
      onState({ kind: 'open', roundTripMs: null });
      await ended;
    } catch (error) {
      if (error instanceof NexusError && error.code === 'NX_ACCESS_UNAUTHENTICATED') {
        onState({ kind: 'signed-out' });
        return;
      }
    }
    if (signal.aborted) return;
    failures++;
    lostSinceMs ??= Date.now();
    const delayMs = retryDelayMs(failures, random);
    onState({ kind: 'lost', sinceMs: lostSinceMs, nextTryMs: Date.now() + delayMs });
    await wait(delayMs, signal);
  }
}
