import { describe, expect, it } from 'vitest';
import { readLayoutLines, writeLayoutLines } from './layout-lines.ts';

describe('the values of a block as lines', () => {
  it('are read back as they were written', () => {
    const values = [
      { name: 'Run', type: 'BOOL', offset: 0, bit: 1, comment: 'drive runs' },
      { name: 'Speed.actual', type: 'REAL', offset: 4, bit: 0, comment: '' },
      { name: 'Text', type: 'STRING[20]', offset: undefined, bit: 0, comment: 'no place' },
    ];
    const text = writeLayoutLines(values);
    expect(text.split('\n')[0]).toBe('0.1\tBOOL\tRun\tdrive runs');
    expect(readLayoutLines(text)).toEqual({ values });
  });

  it('stay one line each, whatever a comment holds', () => {
    const text = writeLayoutLines([{ name: 'A\tB', type: 'INT', offset: 2, bit: 0, comment: 'one\ntwo' }]);
    expect(text).toBe('2\tINT\tA B\tone two');
  });

  it('are read up to the line that is none', () => {
    expect(readLayoutLines('0\tINT\tA\nB is somewhere\n2\tINT\tC')).toMatchObject({
      values: [{ name: 'A' }],
      wrongLine: 2,
    });
  });
});
