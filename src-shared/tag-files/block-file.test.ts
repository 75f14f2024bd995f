import { describe, expect, it } from 'vitest';
import { blockBytes, blocksOfSource } from './block-file.ts';

const SOURCE = `
TYPE "Motor"
   STRUCT
      Speed : Real;   // rpm
      Running : Bool;
   END_STRUCT;
END_TYPE
DATA_BLOCK "Mixer"
{ S7_Optimized_Access := 'FALSE' }
   STRUCT
      Run : Bool;   // drive runs
      Fault : Bool;
      Count : Int;
      Main : "Motor";
   END_STRUCT;
BEGIN
END_DATA_BLOCK
DATA_BLOCK DB 20
{ S7_Optimized_Access := 'TRUE' }
   STRUCT
      Level : Real;
   END_STRUCT;
BEGIN
END_DATA_BLOCK
`;

describe('the data blocks of a source', () => {
  it('are all there, with places and comments; those of an optimised one have no places', () => {
    const [mixer, tank] = blocksOfSource('line.scl', SOURCE);
    expect(mixer).toMatchObject({ name: 'Mixer', number: undefined, access: 'standard', lostAt: undefined });
    expect(mixer!.values).toEqual([
      { name: 'Run', type: 'BOOL', offset: 0, bit: 0, comment: 'drive runs' },
      { name: 'Fault', type: 'BOOL', offset: 0, bit: 1, comment: '' },
      { name: 'Count', type: 'INT', offset: 2, bit: 0, comment: '' },
      { name: 'Main.Speed', type: 'REAL', offset: 4, bit: 0, comment: 'rpm' },
      { name: 'Main.Running', type: 'BOOL', offset: 8, bit: 0, comment: '' },
    ]);
    expect(tank).toMatchObject({ name: 'DB20', number: 20, access: 'optimised' });
    expect(tank!.values).toMatchObject([{ name: 'Level', offset: undefined }]);
  });

  it('are as long as their last value needs', () => {
    const [mixer, tank] = blocksOfSource('line.scl', SOURCE);
    const sizeOf = (type: string): number => ({ BOOL: 1, INT: 2, REAL: 4 })[type]!;
    expect(blockBytes(mixer!.values, sizeOf)).toBe(10);
    expect(blockBytes(tank!.values, sizeOf)).toBe(0);
  });

  it.each([
    ['400 dimensions', `Array[${Array.from({ length: 400 }, () => '0..1').join(', ')}] of Int`],
    ['nothing', 'Array[0..1e300] of Struct END_STRUCT'],
    ['arrays', `${'Array[0..99999, 0..99999, 0..99999] of '.repeat(19)} Int`],
  ])('with an array of %s are read in little time and memory', (_what, type) => {
    const [block] = blocksOfSource(
      'a.db',
      `DATA_BLOCK DB7\nSTRUCT\n A : ${type};\n B : Int;\nEND_STRUCT;\nEND_DATA_BLOCK`,
    );
    expect(block!.values.length).toBeLessThanOrEqual(60_000);
    expect(block!.values.reduce((sum, { name }) => sum + name.length, 0)).toBeLessThan(17_000_000);
  });

  it('say behind which value places are lost', () => {
    const [block] = blocksOfSource(
      'a.db',
      'DATA_BLOCK DB7\nSTRUCT\n A : Int;\n F : "Unknown";\n B : Int;\nEND_STRUCT;\nEND_DATA_BLOCK',
    );
    expect(block!.lostAt).toBe('F');
    expect(block!.values.map(({ offset }) => offset)).toEqual([0, undefined, undefined]);
  });

  it('are asked for where a source has none', () => {
    expect(() => blocksOfSource('t.udt', 'TYPE "A"\nSTRUCT\nX : Int;\nEND_STRUCT;\nEND_TYPE')).toThrow(
      't.udt declares no data block.',
    );
  });
});
