import { describe, expect, it } from 'vitest';
import {
  choiceAsked,
  paletteClosed,
  paletteOpened,
  tabRowAsked,
  tabRowsOf,
  tabRowsOffered,
  usePalette,
} from './palette.ts';

const rowsOf = (keys: readonly string[], gone: string[]) => ({
  rows: () => keys.map((key) => ({ key, text: key, detail: '' })),
  go: (key: string) => {
    if (!keys.includes(key)) return 'gone' as const;
    gone.push(key);
    return 'there' as const;
  },
});

describe('the rows that tabs offer', () => {
  it('are gone to at once where they are there, and otherwise as soon as they are', () => {
    const gone: string[] = [];
    const early = tabRowsOffered('tags', rowsOf([], gone));
    tabRowAsked('tags', 'b');
    expect(gone).toEqual([]);
    early();
    const leave = tabRowsOffered('tags', rowsOf(['a', 'b'], gone));
    expect(gone).toEqual(['b']);
    tabRowAsked('tags', 'a');
    expect(gone).toEqual(['b', 'a']);
    leave();
    expect(tabRowsOf('tags')).toBeUndefined();
    tabRowsOffered('tags', rowsOf(['b'], gone))();
    expect(gone).toEqual(['b', 'a']);
  });
});

describe('what is asked of the palette', () => {
  it('is not closed by the end of what was asked before', () => {
    paletteOpened('> ');
    const { ask: first } = usePalette.getState();
    choiceAsked('Add to', []);
    paletteClosed(first);
    const { ask } = usePalette.getState();
    expect(ask.kind).toBe('choose');
    paletteClosed(ask);
    expect(usePalette.getState().ask.kind).toBe('closed');
  });
});
