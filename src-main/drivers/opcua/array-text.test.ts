import { describe, expect, it } from 'vitest';
import { type ArrayText, arrayText } from './array-text.ts';
import { UA_TYPE } from './data-types.ts';

const textOf = (dataType: number, value: unknown, dimensions: number[] | null = null): ArrayText =>
  arrayText({ dataType, arrayType: 1, value, dimensions } as never);

describe('an array as a text', () => {
  it('is JSON that gives every value back', () => {
    expect(JSON.parse(textOf(UA_TYPE.Double, [0.1, -0, 5e-324, 1.7976931348623157e308]).text!)).toEqual([
      0.1, 0, 5e-324, 1.7976931348623157e308,
    ]);
    expect(JSON.parse(textOf(UA_TYPE.String, ['a"b', 'Ö\n', null]).text!)).toEqual(['a"b', 'Ö\n', null]);
  });

  it('is exact where 2^53 is not enough', () => {
    const wide = [
      [0x001f_ffff, 0xffff_ffff],
      [0x0020_0000, 1],
      [0x8000_0000, 0],
    ];
    expect(textOf(UA_TYPE.UInt64, wide).text).toBe('[9007199254740991,"9007199254740993","9223372036854775808"]');
    expect(textOf(UA_TYPE.Int64, wide).text).toBe('[9007199254740991,"9007199254740993","-9223372036854775808"]');
  });

  it('has its dimensions, and is flat where they do not fit', () => {
    expect(textOf(UA_TYPE.Byte, [1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]).text).toBe('[[[1,2],[3,4]],[[5,6],[7,8]]]');
    expect(textOf(UA_TYPE.Byte, [1, 2, 3], [2, 2]).text).toBe('[1,2,3]');
    expect(textOf(UA_TYPE.Byte, [], [0, 3]).text).toBe('[]');
    expect(textOf(UA_TYPE.Byte, [1, 2], [2, 1]).text).toBe('[[1],[2]]');
  });

  it('holds anything, as far as that is a value', () => {
    const one = { dataType: UA_TYPE.Boolean, arrayType: 0, value: true };
    const list = { dataType: UA_TYPE.Int16, arrayType: 1, value: [1, 2], dimensions: null };
    expect(textOf(UA_TYPE.Variant, [one, list, null]).text).toBe('[true,[1,2],null]');
    expect(textOf(UA_TYPE.ExtensionObject, [{ schema: { name: 'Motor' } }]).fault).toContain('the structure Motor');
    expect(textOf(UA_TYPE.Double, null).fault).toBe('The node has no value. Check it on the server.');
  });

  it('is refused where it is longer than a text may be', () => {
    const ones = (length: number): ArrayText => textOf(UA_TYPE.Byte, new Uint8Array(length).fill(1));
    expect(ones(32_767).text).toHaveLength(65_535);
    expect(ones(32_768).fault).toContain('Write which one behind the address: [0] to [32767].');
  });
});
