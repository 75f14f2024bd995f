import type { WriteValue } from '../driver.ts';
import { rangeFault, typeFault } from '../value-fault.ts';

/**
 * A value that has to be a whole number within bounds.
 *
 * @param takes what is taken, where the bounds alone do not say it
 * @throws NexusError NX_VALUE_TYPE, NX_VALUE_RANGE; also for numbers beyond 2^53, which no longer say which integer is meant
 */
export function wholeNumber(
  value: WriteValue,
  type: string,
  min: bigint,
  max: bigint,
  takes = `whole numbers ${min}–${max}`,
): bigint {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value)))
    throw typeFault(value, takes);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    const isInside = value >= Number(min) && value <= Number(max);
    throw rangeFault(value, type, isInside ? `${takes}; beyond ±9007199254740991 only as exact integers` : takes);
  }
  const whole = BigInt(value);
  if (whole < min || whole > max) throw rangeFault(value, type, takes);
  return whole;
}
