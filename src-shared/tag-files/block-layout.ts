import type { SclMember, SclType } from './scl-blocks.ts';

/** A value of a data block with its place; `offset` undefined: it stands behind something whose size is not known. */
export interface PlacedValue {
  readonly name: string;
  readonly line: number;
  readonly comment: string;
  /** `REAL`, `STRING[20]`; of a type that is not known, its name. */
  readonly type: string;
  readonly offset: number | undefined;
  readonly bit: number;
}

/** Bytes of elementary types; a text has two (or four) more than its characters. */
const SIZES: Readonly<Record<string, number>> = {
  BYTE: 1,
  CHAR: 1,
  SINT: 1,
  USINT: 1,
  WORD: 2,
  INT: 2,
  UINT: 2,
  DATE: 2,
  S5TIME: 2,
  WCHAR: 2,
  DWORD: 4,
  DINT: 4,
  UDINT: 4,
  REAL: 4,
  TIME: 4,
  TOD: 4,
  TIME_OF_DAY: 4,
  LWORD: 8,
  LINT: 8,
  ULINT: 8,
  LREAL: 8,
  LTIME: 8,
  LTOD: 8,
  LDT: 8,
  DT: 8,
  DATE_AND_TIME: 8,
  DTL: 12,
};
const SHORT: Readonly<Record<string, string>> = { TIME_OF_DAY: 'TOD', DATE_AND_TIME: 'DT' };
/** Of a text without a length. */
const LONGEST = 254;
/** Values of one block; more are more than a device may have. */
const MOST = 60_000;
const DEEPEST = 40;
/** IEC 61131-3 knows no more; each makes names longer. */
const MOST_DIMENSIONS = 6;
/** Letters of all names together: a source of a few lines may not fill the memory. */
const MOST_LETTERS = 16_000_000;

/**
 * Where every value of a block with standard access stands (not optimised; S7-300/400 rules, which TIA Portal keeps): bits
 * fill bytes, what has two bytes or more begins at an even byte, structures and arrays begin and end at one.
 *
 * @param types data types of the same source, by name.
 */
export function blockLayout(type: SclType, types: ReadonlyMap<string, SclType>): readonly PlacedValue[] {
  const layout = new Layout(types);
  layout.place({ name: '', type, comment: '', line: 0 }, 0);
  return layout.values;
}

class Layout {
  readonly values: PlacedValue[] = [];
  readonly #types: ReadonlyMap<string, SclType>;
  /** Undefined behind a type whose size is not known. */
  #byte: number | undefined = 0;
  #bit = 0;
  /** Parts that were gone through: an array of empty structures has no values that end it. */
  #parts = 0;
  #letters = 0;

  constructor(types: ReadonlyMap<string, SclType>) {
    this.#types = types;
  }

  place(member: SclMember, depth: number): void {
    const { type } = member;
    if (this.#isFull() || ++this.#parts > 2 * MOST) return;
    if (depth > DEEPEST) return this.#unknown(member, 'a type that holds itself');
    switch (type.kind) {
      case 'struct':
        this.#align(2);
        for (const inner of type.members) this.place({ ...inner, name: joined(member.name, inner.name) }, depth + 1);
        return this.#align(2);
      case 'named': {
        const known = this.#types.get(type.name);
        return known ? this.place({ ...member, type: known }, depth + 1) : this.#unknown(member, type.name);
      }
      case 'array':
        if (type.ranges.length > MOST_DIMENSIONS)
          return this.#unknown(member, `an array of ${type.ranges.length} dimensions`);
        this.#align(2);
        for (const index of indices(type.ranges)) {
          // Each text, structure or inner array of an array begins at an even byte.
          this.place({ ...member, name: `${member.name}[${index}]`, type: type.of }, depth + 1);
          if (this.#isFull() || this.#parts > 2 * MOST) return;
        }
        return this.#align(2);
      default:
        return this.#elementary(member, type.word, type.length);
    }
  }

  #elementary(member: SclMember, word: string, length: number | undefined): void {
    if (word === 'BOOL') {
      this.#add(member, 'BOOL', this.#byte, this.#bit);
      this.#bit++;
      if (this.#bit < 8) return;
      this.#bit = 0;
      if (this.#byte !== undefined) this.#byte++;
      return;
    }
    const isText = word === 'STRING' || word === 'WSTRING';
    const characters = length ?? LONGEST;
    const size = word === 'STRING' ? 2 + characters : word === 'WSTRING' ? 4 + 2 * characters : SIZES[word];
    if (size === undefined || Number.isNaN(size)) return this.#unknown(member, word);
    this.#align(size >= 2 ? 2 : 1);
    this.#add(member, isText ? `${word}[${characters}]` : (SHORT[word] ?? word), this.#byte, 0);
    if (this.#byte !== undefined) this.#byte += size;
  }

  /** What stands behind it has no known place. */
  #unknown(member: SclMember, type: string): void {
    this.#byte = undefined;
    this.#add(member, type, undefined, 0);
  }

  #add({ name, line, comment }: SclMember, type: string, offset: number | undefined, bit: number): void {
    this.#letters += name.length;
    this.values.push({ name, line, comment, type, offset, bit });
  }

  #isFull(): boolean {
    return this.values.length >= MOST || this.#letters > MOST_LETTERS;
  }

  #align(bytes: 1 | 2): void {
    if (this.#bit > 0 && this.#byte !== undefined) this.#byte++;
    this.#bit = 0;
    if (this.#byte !== undefined && this.#byte % bytes !== 0) this.#byte++;
  }
}

const joined = (outer: string, inner: string): string => (outer === '' ? inner : `${outer}.${inner}`);

/** `0,0`, `0,1` … of all ranges together; none where a bound is no number. */
function* indices(ranges: readonly (readonly [number, number])[]): Iterable<string> {
  const [first, ...rest] = ranges;
  if (!first) return;
  const [low, high] = first;
  for (let index = low; index <= high; index++) {
    if (rest.length === 0) yield String(index);
    else for (const inner of indices(rest)) yield `${index},${inner}`;
  }
}
