import type { WriteValue } from '../drivers/driver.ts';
import type { TagRule } from './tag-rule.ts';

/** True where device units and engineering units are not the same number. */
export function isScaled({ factor, offset }: TagRule): boolean {
  return factor !== 1 || offset !== 0;
}

/**
 * What a value in device units is in engineering units, by the same multiplication and addition as a reading; no clamp
 * and no deadband. Texts and truth values pass, and so do big integers of a tag without scaling: a scaled one is a
 * float64 like in a point.
 */
export function rescale(rule: TagRule, raw: WriteValue): WriteValue {
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
  return isScaled(rule) ? scaled(rule, Number(raw)) : raw;
}

/** The linear part alone. */
export function scaled({ factor, offset }: TagRule, raw: number): number {
  return raw * factor + offset;
}
