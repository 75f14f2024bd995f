import type { WatchFormat } from '../../../src-shared/contract/watches.ts';
import type { Peeked } from '../../state/peeked-values.ts';
import { formatValue } from '../../ui/number-format.ts';
import { showAs } from './show-as.ts';

const PLAIN = { euLow: null, euHigh: null, states: {} } as const;

/** A value without a tag as text: in no unit and unscaled, as the device has it; undefined where there is none. */
export function peekedText({ value: { raw, dataType } }: Peeked, format: WatchFormat | undefined): string | undefined {
  if (raw === null) return undefined;
  if (typeof raw === 'string' && dataType === 'string') return raw;
  const value = typeof raw === 'boolean' ? Number(raw) : raw;
  if (format !== undefined) return showAs(value, dataType, format);
  return typeof value === 'string' ? value : formatValue(value, { dataType, ...PLAIN });
}
