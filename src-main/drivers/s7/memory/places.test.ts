import { describe, expect, it } from 'vitest';
import { bytesOf, isText, S7_TYPES, type S7Type } from '../s7-type.ts';
import { s7Places } from './places.ts';

const WORDS = Object.keys(S7_TYPES) as S7Type[];

describe('places of an S7 CPU', () => {
  it('are written as addresses and read back, for every type in every area that has it', () => {
    for (const { word, areas, isBit, hasLength } of s7Places.types) {
      for (const area of areas ?? ['DB10', 'M', 'I', 'Q']) {
        const fields = { area, start: 12, type: word, ...(isBit && { bit: 3 }), ...(hasLength && { length: 7 }) };
        const place = s7Places.placeOf({ address: s7Places.addressOf(fields) });
        expect(place, word).toMatchObject(fields);
        expect(place.count).toBe(areas ? 1 : bytesOf(word as S7Type, isText(word as S7Type) ? 7 : 0));
      }
    }
    expect(s7Places.types.map(({ word }) => word)).toEqual(WORDS);
  });

  it('are told in every notation that means the same', () => {
    const { canonical, notations } = s7Places.placeOf({ address: 'DB10,REAL4' });
    expect(canonical).toBe('DB10.DBD4:REAL');
    expect(notations).toContain('DB10,REAL4');
    for (const address of notations) expect(s7Places.placeOf({ address, dataType: 'float32' }).start).toBe(4);
  });

  it('have bits 0 to 7', () => {
    expect(() => s7Places.addressOf({ area: 'DB10', start: 4, bit: 8, type: 'BOOL' })).toThrow(
      'DB10.DBX4.8: the bit number is 0–7.',
    );
    expect(() => s7Places.placeOf({ address: 'DB10.DBX4.8' })).toThrow('DB10.DBX4.8: the bit number is 0–7.');
  });

  it('are remarked upon where they begin at an odd byte or end behind their block', () => {
    const odd = s7Places.placeOf({ address: 'DB10.DBD5', dataType: 'float32' });
    expect(s7Places.remarks(odd, undefined)).toEqual([
      {
        code: 's7.odd',
        text: 'DB10.DBD5 as REAL starts at an odd byte. Compare the offset with TIA Portal.',
        isWarning: true,
      },
    ]);
    const behind = s7Places.placeOf({ address: 'DB10.DBD118:REAL' });
    expect(s7Places.remarks(behind, 122)).toEqual([]);
    expect(s7Places.remarks(behind, 120)).toEqual([
      {
        code: 's7.range',
        text: 'DB10 is 120 bytes long on the CPU; DB10.DBD118 needs bytes 118–121.',
        isWarning: false,
      },
    ]);
  });

  it('are read in short, with what speaks against it', () => {
    const at = (address: string, hex: string) =>
      s7Places.read(s7Places.placeOf({ address }), Uint8Array.from(Buffer.from(hex, 'hex')));
    expect(at('DB1.DBD0:REAL', '42280000')).toEqual({ text: '42' });
    expect(at('DB1.DBD0:REAL', '00000001').doubt).toContain('that small');
    expect(at('DB1.DBX0.3', '08')).toEqual({ text: 'true' });
    expect(at('DB1.DBB0:STRING[4]', '040241424344')).toEqual({ text: 'AB' });
    expect(at('DB1.DBB0:STRING[4]', '0a0241424344')).toEqual({
      text: 'AB',
      doubt: 'Its greatest length on the CPU is 10, not 4.',
    });
    expect(at('DB1.DBB0:STRING[4]', '00ff41424344').doubt).toContain('is 0, not 4');
    expect(at('DB1.DBB0:DT', '0000000000000000')).toEqual({ text: 'no DT', doubt: 'The bytes are no DT.' });
    expect(at('DB1.DBW0:S5TIME', '2010')).toEqual({ text: '10000 ms' });
  });
});
