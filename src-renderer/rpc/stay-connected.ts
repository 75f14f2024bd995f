import type { LinkState } from './link-state.ts';
import { retryDelayMs } from './retry-delay.ts';
import { SignInNeeded } from './session.ts';
import { sleep } from './sleep.ts';
import type { WireEnd } from './wire.ts';

export interface StayConnected {
  /** Dials once. A rejection is a failed attempt. */
  readonly dial: (signal: AbortSignal) => Promise<{ readonly ended: Promise<WireEnd> }>;
  readonly onState: (state: LinkState) => void;
  /** Resolves when somebody signs in. */
  readonly signedIn: () => Promise<void>;
  readonly random?: () => number;
  readonly wait?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Keeps one connection open until the signal: dials, waits for its end, dials again with back-off. The time of loss
 * stays the same through all attempts that follow it. A gateway that asks for a session is not lost: it is dialled
 * again once somebody has signed in.
 */
export async function stayConnected(options: StayConnected, signal: AbortSignal): Promise<void> {
  const { dial, onState, signedIn, random = Math.random, wait = sleep } = options;
  let failures = 0;
  let lostSinceMs: number | undefined;
  onState({ kind: 'connecting' });
  while (!signal.aborted) {
    try {
      const { ended } = await dial(signal);
      failures = 0;
      lostSinceMs = undefined;
      onState({ kind: 'open', roundTripMs: null });
      // The gateway itself ended it together with the session: it says at once what it wants now.
      if ((await ended) === 'session ended') continue;
    } catch (error) {
      if (error instanceof SignInNeeded) {
        const { ways, refusal } = error;
        const next = signedIn();
        onState({ kind: 'signed-out', ways, refusal: refusal && { code: refusal.code, text: refusal.text } });
        await Promise.race([next, aborted(signal)]);
        failures = 0;
        lostSinceMs = undefined;
        continue;
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
