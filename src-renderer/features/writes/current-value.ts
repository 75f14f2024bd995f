import type { TagView } from '../../../src-shared/contract/devices.ts';
import { severity } from '../../../src-shared/domain/quality.ts';
import { isLost } from '../../state/link.ts';
import { liveValues } from '../../state/live-values.ts';
import type { WriteValue } from './typed-value.ts';

/** What a tag holds now in the form that a write carries; undefined unless it is Good. */
export function currentValue({ index, dataType }: TagView): WriteValue | undefined {
  if (!liveValues.seen(index) || isLost() || severity(liveValues.status[index] ?? 0) !== 'good') return undefined;
  const text = liveValues.text(index);
  if (text !== undefined) return text;
  const value = liveValues.value[index] ?? Number.NaN;
  if (Number.isNaN(value)) return undefined;
  return dataType === 'bool' ? value !== 0 : value;
}
