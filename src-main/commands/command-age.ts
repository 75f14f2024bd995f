import type { Refusal, WriteCommand } from './write-command.ts';

/** How long a command is worth executing unless its sender says otherwise (reliability reference 3.8). */
export const DEFAULT_TTL_MS = 5_000;
export const LONGEST_TTL_MS = 30_000;

/**
 * Whether a command comes too late, or from a clock that is ahead. A command without a time stamp is as old as its arrival.
 * @param nowUs wall clock.
 */
export function ageFault(
  command: Pick<WriteCommand, 'tsUs' | 'ttlMs' | 'receivedUs'>,
  nowUs: number,
  skewMs: number,
): Refusal | undefined {
  const ttlMs = Math.min(command.ttlMs ?? DEFAULT_TTL_MS, LONGEST_TTL_MS);
  const madeUs = command.tsUs ?? command.receivedUs;
  const aheadMs = (madeUs - nowUs) / 1_000;
  if (aheadMs > skewMs) {
    const message = `The time stamp is ${Math.round(aheadMs)} ms ahead of this gateway, which allows ${skewMs} ms. Set the clocks by NTP.`;
    return { code: 'CLOCK_SKEW', message };
  }
  if (-aheadMs <= ttlMs) return undefined;
  return {
    code: 'EXPIRED',
    message: `The command is ${Math.round(-aheadMs)} ms old and was good for ${ttlMs} ms. Nothing was sent.`,
  };
}

/** How long a command may still take, in ms: what its sender allowed, less its age; no limit where he said nothing. */
export function remainingMs(command: Pick<WriteCommand, 'tsUs' | 'ttlMs' | 'receivedUs'>, nowUs: number): number {
  if (command.tsUs === undefined && command.ttlMs === undefined) return Number.POSITIVE_INFINITY;
  const ttlMs = Math.min(command.ttlMs ?? DEFAULT_TTL_MS, LONGEST_TTL_MS);
  return ttlMs - (nowUs - (command.tsUs ?? command.receivedUs)) / 1_000;
}
