import { STATUS } from '../../../../src-shared/domain/quality.ts';

/** What a slot holds besides its value. */
export const SHAPE = { number: 0, text: 1, other: 2 } as const;

/** The values that expressions read, as columns by slot. */
export interface SlotColumns {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** 0 before the first value. */
  readonly timeUs: Float64Array;
  readonly shape: Uint8Array;
  readonly text: string[];
}

/** Columns that wait for their first values. */
export function slotColumns(count: number): SlotColumns {
  return {
    value: new Float64Array(count).fill(Number.NaN),
    status: new Uint32Array(count).fill(STATUS.BadWaitingForInitialData),
    timeUs: new Float64Array(count),
    shape: new Uint8Array(count),
    text: Array.from({ length: count }, () => ''),
  };
}

/** No reason: nothing is wrong. */
export const NO_REASON = -1;

/**
 * What came together while an expression is calculated: the worst status of what was used, the latest of its times, and
 * why it is not Good. One cell each, so that nothing is allocated for a number.
 */
export interface Verdict {
  readonly status: Uint32Array;
  readonly timeUs: Float64Array;
  /** Index of a text, or NO_REASON. */
  readonly reason: Int32Array;
}

export function makeVerdict(): Verdict {
  return { status: new Uint32Array(1), timeUs: new Float64Array(1), reason: new Int32Array(1).fill(NO_REASON) };
}

/** Begins a new calculation. */
export function clear({ status, timeUs, reason }: Verdict): void {
  status[0] = STATUS.Good;
  timeUs[0] = 0;
  reason[0] = NO_REASON;
}

/** Takes a status into the verdict: the worst counts, and of equally bad ones the first. Sub-codes of Good do not. */
export function judge(verdict: Verdict, status: number, reason: number): void {
  if (status >>> 30 > verdict.status[0]! >>> 30) {
    verdict.status[0] = status;
    verdict.reason[0] = reason;
  }
}

/** Takes a time into the verdict: the latest counts. */
export function date(verdict: Verdict, timeUs: number): void {
  if (timeUs > verdict.timeUs[0]!) verdict.timeUs[0] = timeUs;
}

/**
 * Runs a part and takes its verdict into that of the whole.
 * @returns whether the part by itself is Bad, whatever the rest is
 */
export function runApart(verdict: Verdict, run: () => void): boolean {
  const status = verdict.status[0]!;
  const reason = verdict.reason[0]!;
  verdict.status[0] = STATUS.Good;
  run();
  const found = verdict.status[0]!;
  // The first of equally bad ones stays.
  if (found >>> 30 <= status >>> 30) {
    verdict.status[0] = status;
    verdict.reason[0] = reason;
  }
  return found >>> 30 >= 2;
}
