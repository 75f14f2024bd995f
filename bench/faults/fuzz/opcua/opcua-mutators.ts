import { changing, type Mutator, noise } from '../mutator.ts';

/** Behind a response header without texts, as open62541 sends it. */
const RESULTS_AT = 52;
const MASK_AT = RESULTS_AT + 4;
const TYPE_AT = RESULTS_AT + 5;
const ARRAY = 0x80;
const MATRIX = 0xc0;
const DOUBLE = 11;

const number = (name: string, at: number, ...values: readonly number[]): Mutator => ({
  name,
  change: (chunk, random) => {
    chunk.writeInt32LE(values[random(values.length)]! | 0, at);
    return chunk;
  },
});

const setting = (name: string, at: number, ...values: readonly number[]): Mutator => ({
  name,
  change: (chunk, random) => {
    chunk[at] = values[random(values.length)]!;
    return chunk;
  },
});

/** The header says the length that the chunk has. */
function inStep(chunk: Buffer): Buffer {
  chunk.writeUInt32LE(chunk.length, 4);
  return chunk;
}

/** The first value replaced by these bytes, and what is behind left away. */
const valued = (name: string, make: (random: (below: number) => number) => Buffer): Mutator => ({
  name,
  change: (chunk, random) => inStep(Buffer.concat([chunk.subarray(0, MASK_AT), Buffer.of(1), make(random)])),
});

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
};

/** Variants in variants, which a reader follows as deep as it is told. */
function nested(depth: number): Buffer {
  return Buffer.concat([
    ...Array.from({ length: depth }, () => Buffer.concat([Buffer.of(ARRAY | 24), int32(1)])),
    Buffer.of(1, 1),
  ]);
}

/** In what the answer to a read can be wrong (OPC 10000-6, 5.2 and 6.7.2). */
export const OPCUA_MUTATORS: readonly Mutator[] = [
  changing('kind of message, first letter', 0),
  changing('kind of message, last letter', 2),
  changing('kind of chunk', 3),
  changing('length, second byte', 5),
  changing('length, highest byte', 7),
  changing('channel, low', 8),
  changing('channel, high', 11),
  changing('sequence number, low', 16),
  changing('sequence number, high', 19),
  changing('request id, low', 20),
  changing('request id, high', 23),
  changing('encoding of the type', 24),
  changing('namespace of the type', 25),
  changing('type, low', 26),
  changing('type, high', 27),
  changing('request handle, high', 39),
  setting('a Bad result of the service, and values all the same', 43, 0x80, 0x81, 0xbf, 0xc0),
  number('type of another answer', 24, 0x02a4_0001, 0x033d_0001, 0x018d_0001, 0x0277_0001),
  number('how many results', RESULTS_AT, 0, 1, 2, 4, -2, 0x7fff_ffff, 0x1000_0000),
  number('length at its limits', 4, 0, 1, 7, 11, -1, 0x7fff_ffff, 0x10_0000),
  setting('chunks without a last one', 3, 0x43),
  setting('an abort', 3, 0x41),
  {
    name: 'a value without a value',
    change: (chunk) => {
      chunk[MASK_AT] = chunk[MASK_AT]! & ~1;
      return chunk;
    },
  },
  setting('a data value of all parts', MASK_AT, 0x3f, 0xff),
  setting('type of the value', TYPE_AT, 26, 31, 63, 22, 23, 24, 25),
  setting('an array of what is one', TYPE_AT, ARRAY | DOUBLE, MATRIX | DOUBLE),
  valued('a text of gigabytes', () => Buffer.concat([Buffer.of(12), int32(0x7fff_fff0)])),
  valued('a text of negative length', (random) => Buffer.concat([Buffer.of(12), int32(-2 - random(1_000))])),
  valued('a text that is no UTF-8', (random) => Buffer.concat([Buffer.of(12), int32(40), noise(random, 40, 40)])),
  valued('an array of billions', () => Buffer.concat([Buffer.of(ARRAY | DOUBLE), int32(0x7fff_ffff)])),
  valued('a matrix whose sides are no product', () =>
    Buffer.concat([Buffer.of(MATRIX | 3), int32(2), Buffer.of(1, 1), int32(2), int32(0x7fff_ffff), int32(2)]),
  ),
  valued('variants in variants', (random) => nested(1 + random(2_000))),
  valued('a structure of gigabytes', () => Buffer.concat([Buffer.of(22, 1, 0, 1, 0, 1), int32(0x7fff_ffff)])),
  valued('a structure that nobody knows', (random) =>
    Buffer.concat([Buffer.of(22, 1, 0, 0xff, 0x7f, 1), int32(8), noise(random, 8, 8)]),
  ),
  valued('diagnostics in diagnostics', () => Buffer.concat([Buffer.of(25), Buffer.alloc(3_000, 0x40)])),
  {
    name: 'fewer bytes, length in step',
    change: (chunk, random) => inStep(chunk.subarray(0, chunk.length - 1 - random(chunk.length - 24))),
  },
  {
    name: 'bytes behind, length in step',
    change: (chunk, random) => inStep(Buffer.concat([chunk, noise(random, 1, 40)])),
  },
  { name: 'cut short', change: (chunk, random) => chunk.subarray(0, random(chunk.length)) },
  {
    name: 'bytes before',
    change: (chunk, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), chunk]),
  },
  {
    name: 'an answer to nobody before it',
    change: (chunk, random) => Buffer.concat([changing('', 20).change(Buffer.from(chunk), random), chunk]),
  },
  {
    name: 'an error of the transport',
    change: () => Buffer.from('4552524610000000000080800000ffff'.padEnd(32, '0'), 'hex').subarray(0, 16),
  },
  {
    name: 'a hello',
    change: () => Buffer.from('48454c4620000000000000000000010000000100000000000000000000000000', 'hex'),
  },
  { name: 'noise', change: (_, random) => noise(random, 8, 320) },
];
