import { isBad, STATUS } from '../../../../src-shared/domain/quality.ts';
import type { Step } from './memory.ts';

/**
 * A reading times how long it stood, summed up. Between readings its own time counts; since the last one, the clock of
 * the gateway. What is Bad, and what passed while the gateway was away, adds nothing.
 * @param baseMs what one unit of the sum is worth in time
 * @param isTruth counts 1 for whatever is not 0
 */
export function integral(baseMs: number, isTruth: boolean): Step {
  const baseUs = baseMs * 1_000;
  let sum = 0;
  /** A sum is there, of this run or of one before. */
  let hasSum = false;
  let isStanding = false;
  let value = 0;
  let timeUs = 0;
  let arrivedUs = 0;
  /** The sum as it was told last. */
  let shown = 0;
  const settle = (untilUs: number): void => {
    if (isStanding) sum += (value * Math.max(0, untilUs - timeUs)) / baseUs;
  };
  return {
    step(taken, into) {
      if (isBad(taken.status)) {
        settle(taken.timeUs);
        isStanding = false;
        shown = sum;
        into.value = shown;
        into.status = hasSum ? STATUS.UncertainLastUsableValue : taken.status;
        into.timeUs = taken.timeUs;
        return;
      }
      if (!isStanding || taken.timeUs > timeUs) {
        settle(taken.timeUs);
        timeUs = taken.timeUs;
        arrivedUs = taken.nowUs;
        isStanding = true;
        hasSum = true;
      }
      value = isTruth ? (taken.value === 0 ? 0 : 1) : taken.value;
      shown = sum + (value * Math.max(0, taken.nowUs - arrivedUs)) / baseUs;
      into.value = shown;
      into.status = taken.status;
      into.timeUs = Math.max(taken.timeUs, taken.nowUs);
    },
    // What left the range of numbers cannot be written down.
    keep: () => (hasSum && Number.isFinite(shown) ? [shown] : []),
    restore: ([kept]) => {
      if (kept === undefined || !Number.isFinite(kept)) return;
      sum = kept;
      hasSum = true;
    },
  };
}
