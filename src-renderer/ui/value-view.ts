import { isBad, STATUS, severity } from '../../src-shared/domain/quality.ts';

/** How a value stands on the screen (ux 3.0). Each has a glyph and a look of its own. */
export type ValueState = 'never' | 'waiting' | 'good' | 'uncertain' | 'bad' | 'stale';

/** Periods after which a value that did not come again is stale (ux 1, P1). */
const STALE_AFTER = 3;

export interface ValueAge {
  /** Whether any point ever came. */
  readonly seen: boolean;
  /** OPC UA status of the newest point. */
  readonly status: number;
  /** Since the value was last known to hold. */
  readonly ageMs: number;
  readonly intervalMs: number;
  readonly link: 'open' | 'lost';
}

/** Bad outranks stale: that a value is wrong says more than that it is old. */
export function valueState({ seen, status, ageMs, intervalMs, link }: ValueAge): ValueState {
  if (!seen) return 'never';
  if (status === STATUS.BadWaitingForInitialData) return 'waiting';
  if (isBad(status)) return 'bad';
  if (link === 'lost' || ageMs > STALE_AFTER * intervalMs) return 'stale';
  return severity(status) === 'uncertain' ? 'uncertain' : 'good';
}

/** The text of a value in its state; a bad one keeps its last number in brackets. */
export function valueText(state: ValueState, formatted: string | undefined): string {
  if (state === 'waiting') return '…';
  if (state === 'never' || formatted === undefined) return '—';
  return state === 'bad' ? `⟨${formatted}⟩` : formatted;
}
