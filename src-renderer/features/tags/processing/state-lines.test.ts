import { describe, expect, it } from 'vitest';
import { lineFault, linesOf, withLines } from './state-lines.ts';

describe('the states of a tag as lines', () => {
  it('are read in the order of their numbers, and written without empty lines', () => {
    const lines = linesOf({ enum: { '10': 'Fault', '-1': 'Unknown', '2': 'Run' } });
    expect(lines.map(({ number }) => number)).toEqual(['-1', '2', '10']);
    const next = [...lines, { number: ' 3 ', text: ' Stop ' }, { number: '', text: '' }];
    expect(withLines({ id: 'a' }, next)).toEqual({
      id: 'a',
      enum: { '-1': 'Unknown', '2': 'Run', '10': 'Fault', '3': 'Stop' },
    });
    expect(withLines({ id: 'a', enum: { '1': 'x' } }, [])).toEqual({ id: 'a' });
  });

  it('say what is no number, and what stands twice', () => {
    const run = { number: '1', text: 'Run' };
    expect(lineFault({ number: '1.5', text: 'x' }, [])).toContain('“1.5” is not a whole number');
    expect(lineFault({ number: '', text: 'x' }, [])).toContain('not a whole number');
    expect(lineFault(run, [{ number: ' 1', text: 'Stop' }])).toContain('stands twice');
    expect(lineFault(run, [])).toBeUndefined();
    expect(lineFault({ number: '', text: '' }, [])).toBeUndefined();
  });
});
