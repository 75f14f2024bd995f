import type { Random } from '../../../../src-main/testing/random-from.ts';

/** Changes sound bytes into such as nobody sound sends. @param others sound ones of the same kind. */
type Mutator = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const MOST_BYTES = 64 * 1024;
/** Texts that have troubled a parser somewhere. */
const TOKENS = [
  ...['\0', '\u001b[31m', '\u202e', '\ufeff', '💥', '\\u0000', '%00', '\r\n', '\n\n', '\t', '"', "'", '\\', '/*', '--'],
  ...['null', 'true', 'NaN', 'Infinity', '-Infinity', '__proto__', 'constructor', 'toString', '${7*7}', '../../x'],
  ...['[', ']', '{', '}', '(', ')', ':', ',', '<', '>', '&#0;', ']]>', '<!--', '&a;', '*a', '&a [', '!!js', '? ', '- '],
];
const NUMBERS = [
  ...['0', '-0', '-1', '1e308', '1e999', '-1e-400', '0.1', '9007199254740993', '18446744073709551616', '00', '+1'],
  ...['4294967296', '2147483648', '65536', '256', '1_000', '0x7fffffff', '1'.repeat(400), '.5', '5.', '1e', '٣'],
];

const place = (bytes: Buffer, random: Random): number => (bytes.length === 0 ? 0 : random(bytes.length));
const slice = (bytes: Buffer, random: Random, most: number): [from: number, to: number] => {
  const from = place(bytes, random);
  return [from, Math.min(bytes.length, from + 1 + random(most))];
};
const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) change(copy);
  return copy;
};
const put = (bytes: Buffer, from: number, to: number, what: Uint8Array | string): Buffer =>
  Buffer.concat([bytes.subarray(0, from), Buffer.from(what as string), bytes.subarray(to)]);
const noise = (random: Random, most: number): Buffer =>
  Buffer.from(Array.from({ length: 1 + random(most) }, () => random(256)));
const oneOf = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!;
/** One match of a pattern replaced; nothing without a match. */
function replaced(bytes: Buffer, pattern: RegExp, random: Random, by: (found: string) => string): Buffer {
  const found = [...bytes.toString('latin1').matchAll(pattern)];
  if (found.length === 0) return put(bytes, 0, 0, noise(random, 3));
  const { 0: text, index } = oneOf(found, random);
  return put(bytes, index, index + text.length, by(text));
}

const number =
  (width: 2 | 4, isLittle: boolean): Mutator =>
  (bytes, random) =>
    changed(bytes, (copy) => {
      if (copy.length < width) return;
      const at = random(copy.length - width + 1);
      const most = 2 ** (8 * width);
      const old = isLittle ? copy.readUIntLE(at, width) : copy.readUIntBE(at, width);
      const value = oneOf(
        [0, 1, most - 1, most / 2, most / 2 - 1, old + 1, old - 1, copy.length, copy.length + 1],
        random,
      );
      if (isLittle) copy.writeUIntLE((value + most) % most, at, width);
      else copy.writeUIntBE((value + most) % most, at, width);
    });

/** Twenty ways in which bytes are spoilt, by name. */
const MUTATORS: Readonly<Record<string, Mutator>> = {
  'one bit': (bytes, random) => changed(bytes, (copy) => (copy[place(copy, random)]! ^= 1 << random(8))),
  'one byte': (bytes, random) =>
    changed(bytes, (copy) => (copy[place(copy, random)] = oneOf([0, 1, 0x7f, 0x80, 0xfe, 0xff, random(256)], random))),
  'bytes put in': (bytes, random) => put(bytes, place(bytes, random), place(bytes, random), noise(random, 16)),
  'bytes taken out': (bytes, random) => put(bytes, ...slice(bytes, random, 32), ''),
  'cut off': (bytes, random) => bytes.subarray(0, place(bytes, random)),
  'without its beginning': (bytes, random) => bytes.subarray(place(bytes, random)),
  'a part twice': (bytes, random) => {
    const [from, to] = slice(bytes, random, 64);
    return put(bytes, to, to, bytes.subarray(from, to));
  },
  'a part many times': (bytes, random) => {
    const [from, to] = slice(bytes, random, 32);
    return put(bytes, to, to, Buffer.concat(Array.from({ length: 2 + random(500) }, () => bytes.subarray(from, to))));
  },
  'two parts exchanged': (bytes, random) => {
    const at = place(bytes, random);
    const end = at + place(bytes.subarray(at), random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end), bytes.subarray(at, end)]);
  },
  'a number of 16 bits': number(2, false),
  'a number of 32 bits': number(4, false),
  'a number of 16 bits, low byte first': number(2, true),
  'a number of 32 bits, low byte first': number(4, true),
  'a run of one byte': (bytes, random) => {
    const [from, to] = slice(bytes, random, 64);
    return changed(bytes, (copy) => copy.fill(oneOf([0, 0xff, 0x20, 0x91], random), from, to));
  },
  'something behind it': (bytes, random) => put(bytes, bytes.length, bytes.length, noise(random, 64)),
  'something before it': (bytes, random) => put(bytes, 0, 0, noise(random, 8)),
  'the end of another one': (bytes, random, others) => {
    const other = oneOf(others, random);
    return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
  },
  'another number': (bytes, random) => replaced(bytes, /-?\d+(?:\.\d+)?/g, random, () => oneOf(NUMBERS, random)),
  'a strange text': (bytes, random) => put(bytes, place(bytes, random), place(bytes, random), oneOf(TOKENS, random)),
  'one word for another': (bytes, random, others) => {
    const words = [...oneOf(others, random).toString('latin1').matchAll(/\w+/g)].map(([word]) => word);
    return replaced(bytes, /\w+/g, random, () => (words.length === 0 ? 'x' : oneOf([...words, ...TOKENS], random)));
  },
  'deeply nested': (bytes, random) => {
    const at = place(bytes, random);
    const [open, close] = oneOf(
      [
        ['[', ']'],
        ['{"a":', '}'],
        ['(', ')'],
        ['<a>', '</a>'],
        ['- ', ''],
        ['\u0091', ''],
      ] as const,
      random,
    );
    const depth = 1 + random(3_000);
    return put(bytes, at, at, Buffer.from(open.repeat(depth) + (random(2) === 0 ? close.repeat(depth) : ''), 'latin1'));
  },
};
const NAMES = Object.keys(MUTATORS);

/** Bytes with one to four mutations, and their names. */
export function mutateBytes(samples: readonly Buffer[], random: Random): { bytes: Buffer; how: readonly string[] } {
  let bytes = oneOf(samples, random);
  const how = Array.from({ length: 1 + (random(2) === 0 ? 0 : random(4)) }, () => oneOf(NAMES, random));
  for (const name of how) bytes = MUTATORS[name]!(bytes, random, samples);
  return { bytes: Buffer.from(bytes.subarray(0, MOST_BYTES)), how };
}
