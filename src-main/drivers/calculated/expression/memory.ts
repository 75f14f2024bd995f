import { isBad, STATUS } from '../../../../src-shared/domain/quality.ts';
import { clear, date, judge, NO_REASON } from './calculation.ts';
import { type Code, NO_NUMBER, type Part, type Say } from './code.ts';

/** What a function remembers from one reading of its argument to the next. */
export interface Memory {
  /** Takes the argument as it is now; before the expression is calculated, whatever branch it stands in. */
  take(): void;
  /** Takes part in the calculation with what it found. */
  recall(): void;
  /** What outlives a restart; empty where nothing does. */
  keep(): readonly number[];
  /** Takes back what `keep` gave in an earlier run. */
  restore(kept: readonly number[]): void;
}

export interface MemoryParts {
  readonly code: Code;
  /** The argument. */
  readonly part: Part;
  /** Register of the result. */
  readonly at: number;
  readonly durationMs: number | undefined;
  /** The character. */
  readonly place: number;
}

/** A reading of the argument: its value, status, time, why it is not Good; and the clock. */
export interface Taken {
  value: number;
  status: number;
  timeUs: number;
  nowUs: number;
}

/** Result of a memory: fields that `step` fills. */
export interface Recalled {
  value: number;
  status: number;
  timeUs: number;
}

/** The part of a memory that differs from function to function. */
export interface Step {
  step(taken: Taken, into: Recalled): void;
  keep?(): readonly number[];
  restore?(kept: readonly number[]): void;
}

const NOTHING_YET: Say = (what, place) => `${what} at ${place} has nothing to go by yet.`;

/** Joins a step with its argument and its result. */
export function memoryOf(parts: MemoryParts, step: Step, what: string): Memory {
  const { code, part, at, place } = parts;
  const { verdict, value, nowUs } = code;
  const taken: Taken = { value: Number.NaN, status: STATUS.Good, timeUs: 0, nowUs: 0 };
  const result: Recalled = { value: Number.NaN, status: STATUS.BadWaitingForInitialData, timeUs: 0 };
  const own = code.reason(NOTHING_YET, what, place);
  const range = code.reason(NO_NUMBER, what, place);
  let reason = own;
  return {
    take() {
      clear(verdict);
      part.run();
      taken.status = verdict.status[0]!;
      taken.value = isBad(taken.status) ? Number.NaN : value[part.at]!;
      taken.timeUs = verdict.timeUs[0]!;
      taken.nowUs = nowUs[0]!;
      reason = verdict.reason[0]!;
      step.step(taken, result);
      if (isBad(result.status)) {
        if (reason === NO_REASON) reason = own;
      } else if (!Number.isFinite(result.value)) {
        result.status = STATUS.BadOutOfRange;
        reason = range;
      }
    },
    recall() {
      value[at] = result.value;
      date(verdict, result.timeUs);
      judge(verdict, result.status, reason);
    },
    keep: () => step.keep?.() ?? [],
    restore: (kept) => step.restore?.(kept),
  };
}
