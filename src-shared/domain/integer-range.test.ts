import { describe, expect, it } from 'vitest';
import { DATA_TYPES } from './data-type.ts';
import { integerRange } from './integer-range.ts';

describe('the range of an integer type', () => {
  it.each([
    ['int16', new Int16Array(1), [-32_768, 32_767]],
    ['uint16', new Uint16Array(1), [0, 65_535]],
    ['int32', new Int32Array(1), [-2_147_483_648, 2_147_483_647]],
    ['uint32', new Uint32Array(1), [0, 4_294_967_295]],
    ['int64', new BigInt64Array(1), [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n]],
    ['uint64', new BigUint64Array(1), [0n, 18_446_744_073_709_551_615n]],
  ] as const)('%s ends where the typed array wraps', (type, cells, [min, max]) => {
    const range = integerRange(type)!;
    expect([range.min, range.max]).toEqual([BigInt(min), BigInt(max)]);
    const put = (value: bigint): bigint => {
      if (cells instanceof BigInt64Array || cells instanceof BigUint64Array) cells[0] = value;
      else cells[0] = Number(value);
      return BigInt(cells[0]!);
    };
    expect([put(range.min), put(range.max)]).toEqual([range.min, range.max]);
    expect([put(range.min - 1n), put(range.max + 1n)]).toEqual([range.max, range.min]);
  });

  it('is there for every type that is a whole number and no other', () => {
    const none = DATA_TYPES.filter((type) => integerRange(type) === undefined);
    expect(none).toEqual(['bool', 'float32', 'float64', 'string']);
  });
});
