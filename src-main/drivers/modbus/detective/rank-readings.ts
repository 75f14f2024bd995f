import type { ByteOrder } from '../../../../src-shared/domain/data-type.ts';
import { AREAS } from '../area.ts';
import { makeCodec } from '../codec.ts';
import type { ModbusType } from '../data-types.ts';
import type { Target } from '../target.ts';
import { type Evidence, factorOf, judgeExpected, judgeFloats, judgeIntegers } from './judge-values.ts';

/** A way to read registers of a block: from which one, as what, in which order. */
export interface Reading {
  readonly offset: number;
  readonly registers: number;
  readonly dataType: ModbusType;
  readonly order: ByteOrder;
  readonly score: number;
  readonly value: number | string;
  /** Times this, the value is the one that was expected. */
  readonly scale?: number | undefined;
  readonly evidence: readonly string[];
}

const SHORT_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
const LONG_ORDERS = ['ABCDEFGH', 'GHEFCDAB', 'BADCFEHG', 'HGFEDCBA', 'EFGHABCD', 'FEHGBADC'] as const;
const SWAPS = ['ABCD', 'BADC'] as const;

type Numeric = 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'int64' | 'uint64' | 'float64';

const WAYS: readonly {
  readonly type: Numeric;
  readonly registers: 1 | 2 | 4;
  readonly orders: readonly ByteOrder[];
}[] = [
  { type: 'uint16', registers: 1, orders: SWAPS },
  { type: 'int16', registers: 1, orders: SWAPS },
  { type: 'float32', registers: 2, orders: SHORT_ORDERS },
  { type: 'int32', registers: 2, orders: SHORT_ORDERS },
  { type: 'uint32', registers: 2, orders: SHORT_ORDERS },
  { type: 'float64', registers: 4, orders: LONG_ORDERS },
  { type: 'int64', registers: 4, orders: LONG_ORDERS },
  { type: 'uint64', registers: 4, orders: LONG_ORDERS },
];

/** Of values that say the same, the plain order is meant. */
const SWAPPED = -0.75;
/** From here on a float is taken for one when its neighbours are asked. */
const CONVINCING = 2;
const NEIGHBOUR = 0.5;
const TEXT_REGISTERS = 2;

/**
 * Ranks every type, order and offset of a block by what the values of several samples speak for it. It only ranks:
 * people choose.
 *
 * @param samples the block as it was read each time, 16 bits a register; all of the same length
 * @param expected what it should read, where somebody can see the device
 * @returns best first
 */
export function rankReadings(samples: readonly (readonly number[])[], expected?: number): readonly Reading[] {
  const length = samples[0]?.length ?? 0;
  const views = samples.map(viewOf);
  const found: Reading[] = [];
  for (let offset = 0; offset < length; offset++) {
    for (const { type, registers, orders } of WAYS) {
      if (offset + registers > length) continue;
      for (const order of orders) found.push(judge(views, { offset, registers, dataType: type, order }, expected));
    }
  }
  const texts = textsIn(samples.at(-1) ?? []);
  return withNeighbours([...found, ...texts]).toSorted((a, b) => b.score - a.score || a.registers - b.registers);
}

type Way = Pick<Reading, 'offset' | 'registers' | 'order'> & { readonly dataType: Numeric };

function judge(views: readonly DataView[], way: Way, expected: number | undefined): Reading {
  const { offset, registers, dataType, order } = way;
  const target: Target = {
    area: AREAS.holding,
    wire: 0,
    count: registers,
    dataType,
    order,
    bits: undefined,
    length: 0,
  };
  const codec = makeCodec(target);
  const values = views.map((view) => codec.read(view, offset * 2));
  const value = values.at(-1)!;
  const isFloat = dataType === 'float32' || dataType === 'float64';
  const evidence: Evidence[] = [
    ...(isFloat ? judgeFloats(values) : judgeIntegers(values, (registers * 16) as 16 | 32 | 64)),
    ...judgeExpected(value, expected),
  ];
  const isPlain = order === 'ABCD' || order === 'ABCDEFGH';
  if (!isPlain && !isFloat) evidence.push({ weight: SWAPPED, text: 'swapped, which is rarer' });
  if (dataType.startsWith('u') === false && !isFloat && values.every((one) => one >= 0))
    evidence.push({ weight: -0.25, text: 'never below 0, so that no sign is needed' });
  if (dataType === 'uint16' && values.some((one) => one > 60_000))
    evidence.push({ weight: -0.5, text: 'near 65535, where small negative numbers lie' });
  const factor = expected === undefined ? undefined : factorOf(value, expected);
  return { ...way, value, ...(factor !== undefined && { scale: 1 / factor }), ...sum(evidence) };
}

function sum(evidence: readonly Evidence[]): Pick<Reading, 'score' | 'evidence'> {
  const score = evidence.reduce((total, { weight }) => total + weight, 0);
  const strongest = evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { score, evidence: strongest.map(({ text, weight }) => `${sign(weight)} ${text}`) };
}

const sign = (weight: number): string => (weight > 0 ? '+' : weight < 0 ? '−' : '·');

/** A device has one order: floats side by side that make sense in the same one speak for each other, more for many. */
function withNeighbours(readings: readonly Reading[]): readonly Reading[] {
  const key = ({ offset, dataType, order }: Pick<Reading, 'offset' | 'dataType' | 'order'>): string =>
    `${offset} ${dataType} ${order}`;
  const isFloat = ({ dataType, score }: Reading): boolean => dataType.startsWith('float') && score >= CONVINCING;
  const convincing = new Set(readings.filter(isFloat).map(key));
  const run = (reading: Reading, step: number): number => {
    let count = 0;
    while (convincing.has(key({ ...reading, offset: reading.offset + step * (count + 1) }))) count++;
    return count;
  };
  return readings.map((reading) => {
    if (!isFloat(reading)) return reading;
    const count = run(reading, reading.registers) + run(reading, -reading.registers);
    if (count === 0) return reading;
    const text = `+ ${count === 1 ? 'a neighbour agrees' : `${count} neighbours agree`} on ${reading.order}`;
    return { ...reading, score: reading.score + count * NEIGHBOUR, evidence: [...reading.evidence, text] };
  });
}

/** Runs of letters and digits, two characters a register. */
function textsIn(registers: readonly number[]): readonly Reading[] {
  return SWAPS.flatMap((order) => {
    const chars = registers.flatMap((word) => (order === 'ABCD' ? [word >> 8, word & 0xff] : [word & 0xff, word >> 8]));
    const readings: Reading[] = [];
    let start = 0;
    for (let at = 0; at <= registers.length; at++) {
      if (at < registers.length && isText(chars[at * 2]!) && isText(chars[at * 2 + 1]!)) continue;
      if (at - start >= TEXT_REGISTERS) readings.push(textReading(chars, start, at - start, order));
      start = at + 1;
    }
    return readings;
  });
}

function textReading(chars: readonly number[], offset: number, registers: number, order: ByteOrder): Reading {
  const value = String.fromCharCode(...chars.slice(offset * 2, (offset + registers) * 2));
  const letters = value.replaceAll(/[^A-Za-z0-9 ._/-]/g, '').length / value.length;
  const weight = letters > 0.9 ? Math.min(4, registers) : 0;
  const evidence = [{ weight, text: `${value.length} characters that can be printed` }];
  return { offset, registers, dataType: 'string', order, value, ...sum(evidence) };
}

const isText = (code: number): boolean => code >= 32 && code < 127;

function viewOf(registers: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(registers.length * 2));
  registers.forEach((word, i) => view.setUint16(i * 2, word));
  return view;
}
