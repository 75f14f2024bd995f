import { isBad, STATUS, severity } from '../../../../src-shared/domain/quality.ts';
import { integral } from './integral.ts';
import { type Memory, type MemoryParts, memoryOf, type Recalled, type Step, type Taken } from './memory.ts';

const HOUR_MS = 3_600_000;

const STEPS: Readonly<Record<string, (durationMs: number) => Step>> = {
  prev: () => lastTwo((_last, before) => before),
  delta: () => lastTwo((last, before) => last - before),
  rate: () => lastTwo((last, before, us) => ((last - before) / us) * 1e6),
  hold,
  on_delay: (durationMs) => delay(durationMs, true),
  off_delay: (durationMs) => delay(durationMs, false),
  edges,
  total: (baseMs) => integral(baseMs, false),
  runtime: () => integral(HOUR_MS, true),
};

/** The memory of a function of the table that remembers. */
export function makeMemory(name: string, parts: MemoryParts): Memory {
  // Only total may be called without a time, and means seconds then.
  return memoryOf(parts, STEPS[name]!(parts.durationMs ?? 1_000), name);
}

/** Of the last two readings that were not Bad. @param of the last, the one before, and the µs between them */
function lastTwo(of: (last: number, before: number, us: number) => number): Step {
  let readings = 0;
  const last = { value: 0, status: 0, timeUs: 0 };
  const before = { value: 0, status: 0, timeUs: 0 };
  return {
    step(taken, into) {
      into.timeUs = taken.timeUs;
      into.status = taken.status;
      into.value = Number.NaN;
      if (isBad(taken.status)) return;
      if (readings === 0 || taken.timeUs > last.timeUs) {
        Object.assign(before, last);
        readings = Math.min(2, readings + 1);
      }
      copyReading(taken, last);
      if (readings < 2) {
        into.status = STATUS.BadWaitingForInitialData;
        return;
      }
      if (severity(before.status) !== 'good' && severity(into.status) === 'good') into.status = before.status;
      into.value = of(last.value, before.value, last.timeUs - before.timeUs);
    },
  };
}

function hold(durationMs: number): Step {
  let value = Number.NaN;
  let goodUs = Number.NEGATIVE_INFINITY;
  return {
    step(taken, into) {
      copyReading(taken, into);
      if (!isBad(taken.status)) {
        value = taken.value;
        goodUs = taken.nowUs;
        return;
      }
      const endUs = goodUs + durationMs * 1_000;
      if (taken.nowUs < endUs) {
        into.value = value;
        into.status = STATUS.UncertainLastUsableValue;
      } else if (Number.isFinite(endUs)) into.timeUs = Math.max(taken.timeUs, endUs);
    },
  };
}

/** @param to what it becomes late; what it becomes at once is the opposite */
function delay(durationMs: number, to: boolean): Step {
  // What was never on has nothing to go off late from.
  let isLate = !to;
  let sinceUs = Number.NaN;
  return {
    step(taken, into) {
      copyReading(taken, into);
      if (isBad(taken.status)) {
        sinceUs = Number.NaN;
        return;
      }
      if ((taken.value !== 0) !== to) {
        sinceUs = Number.NaN;
        isLate = false;
      } else if (!isLate) {
        if (Number.isNaN(sinceUs)) sinceUs = taken.nowUs;
        const dueUs = sinceUs + durationMs * 1_000;
        if (taken.nowUs >= dueUs) {
          isLate = true;
          into.timeUs = Math.max(taken.timeUs, dueUs);
        }
      }
      into.value = isLate === to ? 1 : 0;
    },
  };
}

function edges(): Step {
  let isKnown = false;
  let wasTrue = false;
  let count = 0;
  let hasCounted = false;
  return {
    step(taken, into) {
      copyReading(taken, into);
      if (isBad(taken.status)) {
        if (hasCounted) into.status = STATUS.UncertainLastUsableValue;
      } else {
        const isTrue = taken.value !== 0;
        if (isKnown && isTrue && !wasTrue) count++;
        isKnown = true;
        hasCounted = true;
        wasTrue = isTrue;
      }
      into.value = count;
    },
    keep: () => [count],
    restore: ([kept = 0]) => {
      count = kept;
      hasCounted = true;
    },
  };
}

function copyReading({ value, status, timeUs }: Taken | Recalled, into: Recalled): void {
  into.value = value;
  into.status = status;
  into.timeUs = timeUs;
}
