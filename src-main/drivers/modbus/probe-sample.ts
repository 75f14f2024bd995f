import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { ProbeStep } from '../driver.ts';
import { formatAddress, type Notation } from './address.ts';
import { makeCodec } from './codec.ts';
import type { Extent } from './read-plan.ts';
import { REPLY_DATA_OFFSET } from './read-request.ts';
import type { Target } from './target.ts';

const CELLS_SHOWN = 8;
const TEXT_MAX = 80;

/**
 * What a read brought, for a look: the value as the tag has it, then the first cells as they are, `412  0x019C`.
 *
 * @param reply from its first byte. @param target the tag that was read, where there is one.
 */
export function sampleOf(
  reply: DataView,
  { area, start, count }: Extent,
  target: Target | undefined,
  notation: Notation,
): ProbeStep['sample'] {
  const cells = Array.from({ length: Math.min(count, CELLS_SHOWN) }, (_, index) => ({
    address: formatAddress(area, start + index, notation),
    text: area.cell === 'bit' ? bitText(reply, index) : registerText(reply.getUint16(REPLY_DATA_OFFSET + index * 2)),
  }));
  const value = target && area.cell === 'register' ? valueText(reply, target) : undefined;
  if (value === undefined) return cells;
  const first = formatAddress(area, start, notation, count);
  return [{ address: `${first} ${target!.dataType}`, text: value }, ...cells];
}

const registerText = (value: number): string => `${value}  0x${value.toString(16).toUpperCase().padStart(4, '0')}`;

const bitText = (reply: DataView, index: number): string =>
  String((reply.getUint8(REPLY_DATA_OFFSET + (index >> 3)) >> (index & 7)) & 1);

/** Undefined for a plain register, which its cell already shows, and for bits that are no value of the type. */
function valueText(reply: DataView, target: Target): string | undefined {
  if (target.dataType === 'uint16' && target.order === 'ABCD') return undefined;
  const codec = makeCodec(target);
  const exact = codec.readExact?.(reply, REPLY_DATA_OFFSET);
  if (exact !== undefined) return cleanText(String(exact), TEXT_MAX);
  const value = codec.read(reply, REPLY_DATA_OFFSET);
  if (Number.isNaN(value) && codec.nan === 'bad') return undefined;
  return String(target.dataType === 'bool' ? value !== 0 : shortNumber(value, target.dataType));
}
