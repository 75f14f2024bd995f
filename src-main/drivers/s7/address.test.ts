import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DriverTag } from '../driver.ts';
import { describeAddress } from './address-help.ts';
import { nextAddress } from './next-address.ts';
import { S7_TYPES, type S7Type } from './s7-type.ts';
import { resolveTarget } from './target.ts';

function shown(tag: DriverTag | string): string {
  return describeAddress(typeof tag === 'string' ? { address: tag } : tag).canonical;
}

describe('an S7 address', () => {
  // Field guide E4: what nodeS7, Telegraf, FUXA, python-snap7, PLC4X and TIA Portal write, in ours.
  it.each([
    ['DB10.DBD4', 'DB10.DBD4', 'uint32'],
    ['DB10.DBD4:REAL', 'DB10.DBD4:REAL', 'float32'],
    ['DB10.DBX4.3', 'DB10.DBX4.3', 'bool'],
    ['DB10,REAL4', 'DB10.DBD4:REAL', 'float32'],
    ['DB10.DBW2', 'DB10.DBW2', 'uint16'],
    ['DB10,INT6', 'DB10.DBW6:INT', 'int16'],
    ['DB10,I6', 'DB10.DBW6:INT', 'int16'],
    ['DB1,X14.0', 'DB1.DBX14.0', 'bool'],
    ['DB10,S20.30', 'DB10.DBB20:STRING[30]', 'string'],
    ['DB10,C22.30', 'DB10.DBB22:CHAR[30]', 'string'],
    ['DB10,LR32', 'DB10.DBB32:LREAL', 'float64'],
    ['DB10,LINT40', 'DB10.DBB40:LINT', 'int64'],
    ['DB1,DTL0', 'DB1.DBB0:DTL', 'int64'],
    ['DB1,DTZ8', 'DB1.DBB8:DT', 'int64'],
    ['MR30', 'MD30:REAL', 'float32'],
    ['MD30', 'MD30', 'uint32'],
    ['M32.2', 'M32.2', 'bool'],
    ['MX32.2', 'M32.2', 'bool'],
    ['MS5TIME4', 'MW4:S5TIME', 'uint32'],
    ['PIW30', 'PIW30', 'uint16'],
    ['PEW30', 'PIW30', 'uint16'],
    ['PQB3', 'PQB3', 'uint8'],
    ['PAW4', 'PQW4', 'uint16'],
    ['I0.0', 'I0.0', 'bool'],
    ['E0.0', 'I0.0', 'bool'],
    ['IB0', 'IB0', 'uint8'],
    ['EB0', 'IB0', 'uint8'],
    ['QB3', 'QB3', 'uint8'],
    ['A4.1', 'Q4.1', 'bool'],
    ['AW4', 'QW4', 'uint16'],
    ['ID4:DINT', 'ID4:DINT', 'int32'],
    ['IDI4', 'ID4:DINT', 'int32'],
    ['T5', 'T5', 'uint32'],
    ['C2', 'C2', 'uint16'],
    ['Z2', 'C2', 'uint16'],
    ['DB1.R4', 'DB1.DBD4:REAL', 'float32'],
    ['DB1.X2.1', 'DB1.DBX2.1', 'bool'],
    ['DB2.S1.32', 'DB2.DBB1:STRING[32]', 'string'],
    ['DB1.DW4', 'DB1.DBD4', 'uint32'],
    ['PE.W0', 'IW0', 'uint16'],
    ['PA.W0', 'QW0', 'uint16'],
    ['MK.W0', 'MW0', 'uint16'],
    ['DB1.DBB0', 'DB1.DBB0', 'uint8'],
    ['DB1:10:STRING[20]', 'DB1.DBB10:STRING[20]', 'string'],
    ['DB1:10:LREAL', 'DB1.DBB10:LREAL', 'float64'],
    ['%DB1.DBX0.0:BOOL', 'DB1.DBX0.0', 'bool'],
    ['%MW10', 'MW10', 'uint16'],
    [' db10.dbd4:real ', 'DB10.DBD4:REAL', 'float32'],
    ['DB1.DBB4:STRING(8)', 'DB1.DBB4:STRING[8]', 'string'],
    ['DB1.DBB4:WSTRING[8]', 'DB1.DBB4:WSTRING[8]', 'string'],
    ['DB1.DBD8:TIME', 'DB1.DBD8:TIME', 'int32'],
    ['DB1.DBD8:TIME_OF_DAY', 'DB1.DBD8:TOD', 'uint32'],
    ['DB1.DBW8:BCD16', 'DB1.DBW8:BCD16', 'bcd16'],
  ])('%s is shown as %s', (text, canonical, dataType) => {
    expect(shown(text)).toBe(canonical);
    expect(describeAddress({ address: text }).dataType).toBe(dataType);
    // What we show is read again as the same.
    expect(resolveTarget({ address: canonical })).toEqual(resolveTarget({ address: text }));
  });

  it.each([
    ['DB10.DBX4.8', 'DB10.DBX4.8: the bit number is 0–7.'],
    ['M0.9', 'M0.9: the bit number is 0–7.'],
    ['DB10.DBX4', '“DB10.DBX4” is a bit without its number. Write for example DB10.DBX4.3.'],
    ['M4', '“M4” is a bit without its number. Write for example M0.0.'],
    ['DB0.DBW0', '“DB0.DBW0” names DB0, and data blocks are DB1–DB65535. Use one of them.'],
    ['DB70000.DBW0', '“DB70000.DBW0” names DB70000, and data blocks are DB1–DB65535. Use one of them.'],
    ['DB1.DBW65536', '“DB1.DBW65536” names 65536, and offsets of an S7 CPU end at 65535. Use a lower one.'],
    [
      'DB1.DBD65533',
      'DWORD at DB1.DBD65533 needs bytes up to 65536, and offsets of an S7 CPU end at 65535. Use a lower address.',
    ],
    [
      'DB10,INT6.2',
      '“DB10,INT6.2” names 2 values, and a tag holds one. Make a tag for each; “Fill series” does it from the first.',
    ],
    [
      'DB1,X14.0.8',
      '“DB1,X14.0.8” names 8 values, and a tag holds one. Make a tag for each; “Fill series” does it from the first.',
    ],
    [
      'DB10,S20.30.3',
      '“DB10,S20.30.3” names 3 values, and a tag holds one. Make a tag for each; “Fill series” does it from the first.',
    ],
    [
      'DB1.DBW10.20',
      '“DB1.DBW10.20” has .20 behind a word. A bit is .DBX10.20, a text .DBB10:STRING[20] or .DBB10:CHAR[20].',
    ],
    ['DB1.DBD0:INT', 'DB1.DBD0:INT is 4 bytes, and INT takes 2. Write DB1.DBW0:INT, or use a type of that size.'],
    ['DB1.DBW0:TIMER', 'TIMER stands in an area of its own. Write for example T5, or S5TIME here.'],
    ['DB1.DBX0.0:INT', 'DB1.DBX0.0:INT is one bit and cannot hold INT. Use BOOL, or the address of the byte.'],
    ['DB1.DBB0:BOOL', 'DB1.DBB0:BOOL names no bit, and a BOOL is one. Write for example DB10.DBX4.3.'],
    ['PIW0.1', '“PIW0.1” has .1 behind the byte. A bit is PI0.1.'],
    ['PI0.1', '“PI0.1” asks for a bit of the periphery, which has bytes only. Use IB, IW or ID.'],
    [
      'DB1,STRING4',
      'DB1,STRING4 is a STRING without a length. Write for example STRING[20]; plain STRING in TIA Portal is STRING[254].',
    ],
    ['DB1,S4.300', "Length 300 is outside 1–254 characters. Write the length of the CPU's STRING."],
  ])('%s is told what is wrong', (address, message) => {
    expect(() => resolveTarget({ address })).toThrow(message);
  });

  // What nodes7 0.3.18 takes for byte 0, data block 0 or the write before (libraries.md 4.1, 1–3).
  it.each([
    'DB1,REAL',
    'DB,INT4',
    'DB1,FLOAT20',
    'DB1,INT4X',
    'garbage',
    '',
    'DB1',
    '_COMMERR',
    'T',
    'MW',
    'DB1,',
    'C5.1',
    'DB1.DBD4:',
    'DB1.DBD4:REAL:REAL',
    'DB1,REAL4:REAL',
    'DB1.DBD4:FLOAT',
    'DB-1.DBW0',
    'MW1e3',
    'DB1.DBW0x10',
    'M 0.0',
  ])('“%s” is refused before a library can misread it', (address) => {
    expect(() => resolveTarget({ address })).toThrow(expect.objectContaining({ code: 'NX_ADDRESS_SYNTAX' }));
  });

  it('is never a surprise: any text is refused with a text, or shown as what it is', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^%?(DB\d{1,3}[.,:])?(DB)?[A-Z]{0,3}\d{0,5}(\.\d{1,3}){0,2}(:[A-Z]{1,7})?$/),
    );
    fc.assert(
      fc.property(text, (address) => {
        try {
          const { canonical } = describeAddress({ address });
          expect(resolveTarget({ address: canonical })).toEqual(resolveTarget({ address }));
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^NX_ADDRESS_/),
            context: { field: expect.any(String) },
          });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a tag', () => {
  it('may say its type in its own field', () => {
    expect(describeAddress({ address: 'DB10.DBD4', dataType: 'float32' })).toMatchObject({
      canonical: 'DB10.DBD4',
      dataType: 'float32',
    });
    expect(resolveTarget({ address: 'DB10.DBW4', dataType: 'uint16' }).type).toBe('WORD');
    expect(resolveTarget({ address: 'DB10.DBB4', dataType: 'float64' })).toMatchObject({ type: 'LREAL', count: 8 });
    expect(shown({ address: 'DB10.DBB4', dataType: 'string', length: 20 })).toBe('DB10.DBB4');
    expect(shown({ address: 'DB10,STRING4', length: 20 })).toBe('DB10.DBB4:STRING');
  });

  it.each([
    [
      { address: 'DB10,REAL4', dataType: 'int32' },
      'data_type',
      'The address says REAL, which is float32 here, and the tag says int32. Keep one of them.',
    ],
    [
      { address: 'DB10.DBW4', dataType: 'float32' },
      'data_type',
      'DB10.DBW4 is 2 bytes, and REAL takes 4. Write DB10.DBD4:REAL, or use a type of that size.',
    ],
    [
      { address: 'DB10.DBW4', dataType: 'bits' },
      'data_type',
      'An S7 CPU has no bits. Use uint8, uint16 or uint32, or a tag for each bit.',
    ],
    [
      { address: 'DB10.DBD4', byteOrder: 'CDAB' },
      'byte_order',
      'Byte order CDAB does not exist on an S7 CPU; the most significant byte is always first. Leave it empty.',
    ],
    [{ address: 'DB10.DBD4', length: 3 }, 'length', 'Length 3 has no meaning for DWORD. Leave it empty or use STRING.'],
    [
      { address: 'DB10,S4.20', length: 3 },
      'length',
      'The address says length 20 and the tag says 3. Keep one of them.',
    ],
  ] as const)('%j is told what is wrong', (tag, field, message) => {
    expect(() => resolveTarget(tag)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        context: expect.objectContaining({ field }),
      }),
    );
  });

  it('is shown in the notations of other programs, which all mean the same', () => {
    expect(describeAddress({ address: 'DB10.DBD4:REAL' }).notations).toEqual([
      'DB10.DBD4:REAL',
      'DB10,REAL4',
      'DB10.R4',
      '%DB10.DBD4',
    ]);
    for (const type of Object.keys(S7_TYPES) as S7Type[]) {
      const address =
        type === 'BOOL'
          ? 'DB3.DBX8.2'
          : type === 'TIMER'
            ? 'T8'
            : type === 'COUNTER'
              ? 'C8'
              : `DB3:8:${type}${S7_TYPES[type].dataType === 'string' ? '[6]' : ''}`;
      const { notations } = describeAddress({ address });
      const target = resolveTarget({ address });
      for (const notation of notations.filter((text) => !text.startsWith('%')))
        expect(resolveTarget({ address: notation }), notation).toEqual(target);
    }
  });
});

describe('a series of tags', () => {
  it.each([
    ['DB1.DBX0.6', 'DB1.DBX0.7'],
    ['DB1.DBX0.7', 'DB1.DBX1.0'],
    ['DB1,REAL4', 'DB1.DBD8:REAL'],
    ['DB1.DBW0', 'DB1.DBW2'],
    ['MB7', 'MB8'],
    ['DB1.DBB0:STRING[5]', 'DB1.DBB8:STRING[5]'],
    ['DB1.DBB0:STRING[6]', 'DB1.DBB8:STRING[6]'],
    ['DB1.DBB1:CHAR[3]', 'DB1.DBB4:CHAR[3]'],
    ['DB1,DTL0', 'DB1.DBB12:DTL'],
    ['T5', 'T6'],
    ['I0.7', 'I1.0'],
  ])('goes on from %s with %s', (address, next) => {
    expect(nextAddress({ address })).toBe(next);
  });

  it('ends with the area, and keeps what the tag says in its own fields', () => {
    expect(nextAddress({ address: 'DB1.DBW65534' })).toBeUndefined();
    expect(nextAddress({ address: 'DB1.DBX65535.7' })).toBeUndefined();
    expect(nextAddress({ address: 'DB1.DBD4', dataType: 'float32' })).toBe('DB1.DBD8');
    expect(nextAddress({ address: 'DB1.DBB0', dataType: 'float64' })).toBe('DB1.DBB8');
  });
});
