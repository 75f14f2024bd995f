import { describe, expect, it } from 'vitest';
import { formatByteSize, parseByteSize } from './byte-size.ts';

describe('a byte size', () => {
  it.each([
    ['512B', 512],
    ['64 MiB', 67_108_864],
    ['2GiB', 2_147_483_648],
    ['1.5KiB', 1_536],
  ])('%s is %i bytes', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

  it.each(['2GB', '2 gib', '2', '-1MiB', ''])('does not guess what “%s” means', (text) =>
    expect(parseByteSize(text)).toBeUndefined(),
  );

  it.each([
    [512, '512 B'],
    [67_108_864, '64 MiB'],
    [2_254_857_830, '2.1 GiB'],
  ])('%i is shown as %s', (bytes, text) => expect(formatByteSize(bytes)).toBe(text));
});
