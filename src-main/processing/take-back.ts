import type { DataType } from '../../src-shared/domain/data-type.ts';
import { rawValue, scaledValue } from '../../src-shared/domain/tag-scale.ts';
import { isScaled } from './rescale.ts';
import type { TagRule } from './tag-rule.ts';
import { stepAt, stepsOf } from './unscale.ts';

/**
 * Takes numbers back to what the device said, by the codec of writes (`unscale`), and without the words for a person: it
 * is asked about every point of a history.
 *
 * @returns a function from engineering units to device units. It answers NaN for what no reading of this tag is: a value
 *   between two steps of an integer, outside what its type holds, or below the zero of a root.
 */
export function takeBack(rule: TagRule, dataType: DataType): (value: number) => number {
  const steps = stepsOf(rule, dataType);
  if (!steps) {
    if (!isScaled(rule)) return (value) => value;
    if (dataType !== 'float32') return (value) => rawValue(rule, value);
    return (value) => {
      const raw = rawValue(rule, value);
      const single = Math.fround(raw);
      // What came as a float32 is that number again, without the noise of the way there and back.
      return scaledValue(rule, single) === value ? single : raw;
    };
  }
  const { min, max } = steps;
  return (value) => {
    const nearest = Math.round(rawValue(rule, value)) + 0;
    const step = scaledValue(rule, nearest) === value ? nearest : stepAt(rule, value);
    return step !== undefined && step >= min && step <= max ? step : Number.NaN;
  };
}
