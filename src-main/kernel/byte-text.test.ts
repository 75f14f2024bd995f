import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfText } from './byte-text.ts';

describe('bytesOfText', () => {
  it('reads back what pages and payloads show', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
        expect(bytesOfText(hex)).toEqual(bytes);
        expect(bytesOfText(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      }),
    );
  });

  it('takes an empty text for no bytes', () => {
    expect(bytesOfText('')).toEqual(new Uint8Array());
  });

  it.each(['0', 'f', 'fg', '01 2', '01  02', 'AQL', '0x0102', 'AQ=', 'é+=='])('does not guess what “%s” is', (text) => {
    expect(bytesOfText(text)).toBeUndefined();
  });
});
