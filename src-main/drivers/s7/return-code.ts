import { STATUS } from '../../../src-shared/domain/quality.ts';
import { formatPlace } from './format-address.ts';
import type { Target } from './target.ts';

/** Return codes of items (snap7 s7_types.h, Wireshark packet-s7comm.c). */
export const ITEM = {
  ok: 0xff,
  hardware: 0x01,
  denied: 0x03,
  range: 0x05,
  unsupported: 0x06,
  size: 0x07,
  absent: 0x0a,
} as const;

/** Error class and code of whole replies: function not available (PUT/GET off), protection, wrong size. */
const HEADER = { notAvailable: 0x8104, size: 0x8500, needPassword: 0xd241, protection: 0xd602 } as const;
const REFUSALS: readonly number[] = [HEADER.notAvailable, HEADER.needPassword, HEADER.protection, 0x8701];

const hex = (code: number): string =>
  `0x${code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xff ? 4 : 2, '0')}`;

/** True for codes that say something of one place: another place may well be answered. */
export function isOfPlace(code: number): boolean {
  return (
    code === ITEM.denied ||
    code === ITEM.range ||
    code === ITEM.unsupported ||
    code === ITEM.size ||
    code === ITEM.absent
  );
}

export function codeStatus(code: number): number {
  if (code === ITEM.hardware) return STATUS.BadDeviceFailure;
  return isOfPlace(code) || REFUSALS.includes(code) ? STATUS.BadConfigurationError : STATUS.Bad;
}

/** The whole CPU refuses, or this place does as one whose access is not allowed. */
export function isAccessRefused(code: number): boolean {
  return code === ITEM.denied || REFUSALS.includes(code);
}

const WORDS: Readonly<Record<number, string>> = {
  [ITEM.hardware]: 'hardware fault',
  [ITEM.range]: 'behind the end',
  [ITEM.unsupported]: 'type not supported',
  [ITEM.size]: 'wrong size',
  [ITEM.absent]: 'no such place',
  [HEADER.size]: 'longer than a message',
};

/** A code of an item or of a whole reply in two or three words, for a look at frames. */
export function describeItemCode(code: number): string {
  return isAccessRefused(code) ? 'access is not allowed' : (WORDS[code] ?? 'refused');
}

/** What the CPU answered for a tag, with the next step. @param verb `read` or `write` */
export function describeCode(code: number, target: Target, verb: 'read' | 'write'): string {
  const { area, db, start, count } = target;
  const block = area.name === 'DB' ? `DB${db}` : undefined;
  const place = formatPlace(target);
  const tail = ` (${hex(code)})`;
  if (isAccessRefused(code)) {
    const optimised = block === undefined ? '' : ` and switch off optimized access for ${block}`;
    return `The CPU refused the ${verb}. In TIA Portal, allow PUT/GET (Protection & Security)${optimised}.${tail}`;
  }
  const last = start + count - 1;
  const needs = count === 1 ? `needs byte ${start}` : `needs bytes ${start}–${last}`;
  switch (code) {
    case ITEM.range:
      if (area.cell === 'word') return `The CPU has no ${place}. Its ${area.noun} end before it.${tail}`;
      return `${block ?? `The area of ${area.noun}`} is shorter on the CPU; ${place} ${needs}. Compare it with TIA Portal.${tail}`;
    case ITEM.absent:
      return block === undefined
        ? `The CPU has no ${place}. Compare it with TIA Portal.${tail}`
        : `The CPU has no ${block}, or it has optimized access. Check its number; in TIA Portal, switch off optimized access for ${block}.${tail}`;
    case ITEM.unsupported:
    case ITEM.size:
      return `The CPU does not ${verb} ${place} as bytes. Use another address for it.${tail}`;
    case ITEM.hardware:
      return `The CPU reports a hardware fault at ${place}. Look at the CPU itself.${tail}`;
    case HEADER.size:
      return `The CPU found the ${verb} of ${place} longer than its messages. Set a smaller pdu_size.${tail}`;
    default:
      return `The CPU refused the ${verb} of ${place}. Look up the code in the manual of the CPU.${tail}`;
  }
}
