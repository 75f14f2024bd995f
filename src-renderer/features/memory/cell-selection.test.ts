import { describe, expect, it } from 'vitest';
import { runAfterKey, runLength, runStart } from './cell-selection.ts';

const shape = { from: 100, end: 164, columns: 10, pageRows: 3 };
const press = (anchor: number, focus: number, keys: string) => {
  const parts = keys.split('+');
  const key = { key: parts.at(-1)!, ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') };
  return runAfterKey({ anchor, focus }, key, shape);
};

describe('a run of chosen cells', () => {
  it.each([
    ['ArrowRight', 105, 106],
    ['ArrowLeft', 100, 100],
    ['ArrowDown', 105, 115],
    ['ArrowDown', 158, 158],
    ['ArrowUp', 112, 102],
    ['PageDown', 105, 135],
    ['PageDown', 145, 155],
    ['PageUp', 125, 105],
    ['Home', 127, 120],
    ['End', 127, 129],
    ['End', 162, 163],
    ['Ctrl+Home', 127, 100],
    ['Ctrl+End', 127, 163],
  ])('%s at %s goes to %s', (keys, from, to) => {
    expect(press(from, from, keys)).toEqual({ anchor: to, focus: to });
  });

  it('grows and shrinks with Shift, in both directions', () => {
    expect(press(107, 107, 'Shift+ArrowRight')).toEqual({ anchor: 107, focus: 108 });
    const back = press(107, 107, 'Shift+ArrowLeft')!;
    expect([runStart(back), runLength(back)]).toEqual([106, 2]);
  });

  it('leaves other keys alone', () => {
    expect(press(107, 107, 'Enter')).toBeUndefined();
  });
});
