import { isBad, isGood, STATUS } from '../../../../src-shared/domain/quality.ts';

/** The argument of a function that remembers, as it stood when it was calculated; for tests. */
export interface Taken {
  readonly value: number;
  readonly status: number;
  readonly timeUs: number;
  readonly nowUs: number;
}

export interface Told {
  /** Undefined while it is Bad. */
  readonly value: number | undefined;
  readonly status: number;
}

const bad = (status: number): Told => ({ value: undefined, status });

function told(value: number, status: number): Told {
  return Number.isFinite(value) ? { value, status } : bad(STATUS.BadOutOfRange);
}

/** What can be used, and of several at one time the last. */
function readingsOf(all: readonly Taken[]): Taken[] {
  const usable: Taken[] = [];
  for (const taken of all) {
    if (isBad(taken.status)) continue;
    const last = usable.at(-1);
    if (last && taken.timeUs <= last.timeUs) usable[usable.length - 1] = { ...taken, timeUs: last.timeUs };
    else usable.push(taken);
  }
  return usable;
}

function lastTwo(all: readonly Taken[], of: (last: Taken, before: Taken) => number): Told {
  const { status } = all.at(-1)!;
  if (isBad(status)) return bad(status);
  const [last, before] = readingsOf(all).toReversed();
  if (!before) return bad(STATUS.BadWaitingForInitialData);
  return told(of(last!, before), isGood(status) && !isGood(before.status) ? before.status : status);
}

/** The sum over all stretches, each from a usable reading to what came after it. */
function area(all: readonly Taken[], baseUs: number, of: (value: number) => number): Told {
  const { status, nowUs } = all.at(-1)!;
  let sum = 0;
  let open: { value: number; timeUs: number; arrivedUs: number } | undefined;
  let isEver = false;
  for (const taken of all) {
    const isNew = !isBad(taken.status) && (open === undefined || taken.timeUs > open.timeUs);
    if (open && (isNew || isBad(taken.status))) sum += (open.value * Math.max(0, taken.timeUs - open.timeUs)) / baseUs;
    if (isBad(taken.status)) open = undefined;
    else if (isNew) open = { value: of(taken.value), timeUs: taken.timeUs, arrivedUs: taken.nowUs };
    else open!.value = of(taken.value);
    isEver ||= !isBad(taken.status);
  }
  if (!open) return isEver ? told(sum, STATUS.UncertainLastUsableValue) : bad(status);
  return told(sum + (open.value * Math.max(0, nowUs - open.arrivedUs)) / baseUs, status);
}

function edges(all: readonly Taken[]): Told {
  const { status } = all.at(-1)!;
  const usable = all.filter((taken) => !isBad(taken.status)).map(({ value }) => value !== 0);
  if (usable.length === 0) return bad(status);
  const count = usable.filter((isTrue, i) => i > 0 && isTrue && !usable[i - 1]).length;
  return told(count, isBad(status) ? STATUS.UncertainLastUsableValue : status);
}

function hold(all: readonly Taken[], us: number): Told {
  const { status, value, nowUs } = all.at(-1)!;
  if (!isBad(status)) return told(value, status);
  const last = all.findLast((taken) => !isBad(taken.status));
  return last && nowUs < last.nowUs + us ? told(last.value, STATUS.UncertainLastUsableValue) : bad(status);
}

/** Whether x has been `to` for so long: in one stretch without Bad, since it was last the opposite. */
function isLate(all: readonly Taken[], us: number, to: boolean): boolean {
  const opposite = all.findLastIndex(({ status, value }) => !isBad(status) && (value !== 0) !== to);
  // What was never on has nothing to go off late from.
  if (opposite < 0 && !to) return true;
  const since = all.slice(opposite + 1);
  return since.some((end, i) => {
    const from = since.slice(0, i + 1).findLastIndex(({ status }) => isBad(status)) + 1;
    return from <= i && end.nowUs >= since[from]!.nowUs + us;
  });
}

function delay(all: readonly Taken[], us: number, to: boolean): Told {
  const { status, value } = all.at(-1)!;
  if (isBad(status)) return bad(status);
  const is = (value !== 0) === to && isLate(all, us, to) ? to : !to;
  return told(is ? 1 : 0, status);
}

/** Each function that remembers, worked out from everything that its argument ever was, with a time of so many µs. */
export const OBVIOUS_MEMORIES: Readonly<Record<string, (all: readonly Taken[], us: number) => Told>> = {
  prev: (all) => lastTwo(all, (_last, before) => before.value),
  delta: (all) => lastTwo(all, (last, before) => last.value - before.value),
  rate: (all) => lastTwo(all, (last, before) => ((last.value - before.value) / (last.timeUs - before.timeUs)) * 1e6),
  edges,
  hold,
  on_delay: (all, us) => delay(all, us, true),
  off_delay: (all, us) => delay(all, us, false),
  total: (all, us) => area(all, us, (value) => value),
  runtime: (all) => area(all, 3_600_000_000, (value) => (value === 0 ? 0 : 1)),
};
