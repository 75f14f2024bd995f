import { scaledValue } from '../../src-shared/domain/tag-scale.ts';
import type { WriteValue } from '../drivers/driver.ts';
import type { TagRule } from './tag-rule.ts';

/** True where device units and engineering units are not the same number. */
export function isScaled({ factor, offset, rootFactor }: TagRule): boolean {
  return factor !== 1 || offset !== 0 || !Number.isNaN(rootFactor);
}

/**
 * What a value in device units is in engineering units, by the same arithmetic as a reading; no clamp
 * and no deadband. Texts and truth values pass, and so do big integers of a tag without scaling: a scaled one is a
 * float64 like in a point.
 */
export function rescale(rule: TagRule, raw: WriteValue): WriteValue {
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
  return isScaled(rule) ? scaledValue(rule, Number(raw)) : raw;
}
