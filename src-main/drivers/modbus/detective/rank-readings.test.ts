import { describe, expect, it } from 'vitest';
import { type Reading, rankReadings } from './rank-readings.ts';

const best = (samples: readonly (readonly number[])[], expected?: number): Reading =>
  rankReadings(samples, expected)[0]!;
const way = ({ offset, dataType, order }: Reading): string => `${dataType} ${order} at ${offset}`;

/** Registers of a float32 in an order, as they come over the wire. */
function floatWords(value: number, order: 'ABCD' | 'CDAB' | 'BADC' | 'DCBA'): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => view.getUint8(at)) as [number, number, number, number];
  const bytes = { ABCD: [a, b, c, d], CDAB: [c, d, a, b], BADC: [b, a, d, c], DCBA: [d, c, b, a] }[order];
  return [(bytes[0]! << 8) | bytes[1]!, (bytes[2]! << 8) | bytes[3]!];
}

/** 5 to 20 samples of floats that move a little. */
const measured = (values: readonly number[], order: Parameters<typeof floatWords>[1], count = 8) =>
  Array.from({ length: count }, (_, i) =>
    values.flatMap((value) => floatWords(value * (1 + 0.001 * Math.sin(i + value)), order)),
  );

/** The float32 that two words are as ABCD. */
function plainFloat(high: number, low: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  return view.getFloat32(0);
}

describe('the detective', () => {
  it.each([
    // What two independent threads report: both are floats whose words are swapped.
    [2.418e-41, [0x0000, 0x4367], 231],
    [2.4243e-41, [0x0000, 0x4394], 296],
  ])('knows %f for a float with swapped words', (reported, words, meant) => {
    expect(plainFloat(words[0]!, words[1]!) / reported).toBeCloseTo(1, 3);
    const ranking = rankReadings([words, words, words, words, words]);
    const plain = ranking.find((one) => way(one) === 'float32 ABCD at 0')!;
    const swapped = ranking.find((one) => way(one) === 'float32 CDAB at 0')!;
    expect(swapped.value).toBe(meant);
    expect(ranking[0]).toBe(swapped);
    expect(swapped.evidence).toContain(`+ ${meant} is a usual range`);
    expect(plain.score).toBeLessThan(0);
    expect(plain.evidence[0]).toMatch(/is denormal: the words or bytes are swapped/);
    const reversed = ranking.find((one) => way(one) === 'float32 DCBA at 0')!;
    expect(reversed.score).toBeLessThan(swapped.score);
  });

  it.each(['ABCD', 'CDAB', 'BADC', 'DCBA'] as const)('finds four measured floats in order %s', (order) => {
    const ranking = rankReadings(measured([21.7, 231.4, 49.98, 3.82], order));
    expect(ranking.slice(0, 4).map(way).toSorted()).toEqual([0, 2, 4, 6].map((at) => `float32 ${order} at ${at}`));
    expect(ranking[0]!.evidence.join(' ')).toContain(`3 neighbours agree on ${order}`);
  });

  it('finds a block that begins one register later than the manual says', () => {
    const samples = measured([231.4, 229.9], 'ABCD').map((words) => [7, ...words]);
    expect(rankReadings(samples).slice(0, 2).map(way).toSorted()).toEqual(['float32 ABCD at 1', 'float32 ABCD at 3']);
  });

  it('takes a plain register for what it is', () => {
    expect(way(best([[412], [413], [412], [414], [413]]))).toBe('uint16 ABCD at 0');
    expect(way(best([[65_530], [65_531], [65_529], [65_530], [65_531]]))).toBe('int16 ABCD at 0');
  });

  it('knows a counter of 32 bits by its rising', () => {
    const samples = [0, 1, 2, 3, 4].map((i) => {
      const count = 1_234_567 + i * 9;
      return [count >>> 16, count & 0xffff];
    });
    expect(way(best(samples))).toBe('uint32 ABCD at 0');
    expect(way(best(samples.map(([high, low]) => [low!, high!])))).toBe('uint32 CDAB at 0');
  });

  it('finds what it should read, also where the device holds ten times as much', () => {
    const samples = Array.from({ length: 5 }, () => [17, 848, 0]);
    const found = best(samples, 84.8);
    expect(way(found)).toBe('uint16 ABCD at 1');
    expect(found.evidence[0]).toBe('+ ÷ 10 is the 84.8 that it should read');
    expect(found.scale).toBe(0.1);
    expect([best(samples, 848).scale, best(samples).scale]).toEqual([1, undefined]);
  });

  it('finds text', () => {
    const text = Buffer.from('PUMP-7A ');
    const words = [0, 2, 4, 6].map((at) => text.readUInt16BE(at));
    const found = best([words, words, words]);
    expect([way(found), found.value]).toEqual(['string ABCD at 0', 'PUMP-7A ']);
  });

  it('says nothing of what is always 0', () => {
    const [first] = rankReadings([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(first!.score).toBeLessThanOrEqual(0);
    expect(rankReadings([])).toEqual([]);
  });
});
