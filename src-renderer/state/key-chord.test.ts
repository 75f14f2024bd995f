import { describe, expect, it } from 'vitest';
import { chordsOf, type KeyPress, normalChord } from './key-chord.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...over,
});

describe('the chord of a key press', () => {
  it('names its modifiers in one order and letters in upper case', () => {
    expect(chordsOf(press('a', { ctrlKey: true, shiftKey: true }))).toEqual(['Ctrl+Shift+A']);
    expect(chordsOf(press('PageDown', { altKey: true }))).toEqual(['Alt+PageDown']);
    expect(chordsOf(press('F6', { shiftKey: true }))).toEqual(['Shift+F6']);
    expect(chordsOf(press(' ', { ctrlKey: true }))).toEqual(['Ctrl+Space']);
  });

  it('means the digit key, whatever character Shift makes of it', () => {
    expect(chordsOf(press('"', { code: 'Digit2', altKey: true, shiftKey: true }))[0]).toBe('Alt+Shift+2');
  });

  it('is also that of the sign alone, where a keyboard needs Shift for it', () => {
    const slash = press('/', { code: 'Digit7', ctrlKey: true, shiftKey: true });
    expect(chordsOf(slash)).toEqual(['Ctrl+Shift+7', 'Ctrl+/']);
    expect(chordsOf(press('/', { code: 'Slash', ctrlKey: true }))).toEqual(['Ctrl+/']);
  });

  it('takes Cmd for Ctrl on a Mac only', () => {
    expect(chordsOf(press('k', { metaKey: true }), 'MacIntel')).toEqual(['Ctrl+K']);
    expect(chordsOf(press('k', { metaKey: true }), 'Linux x86_64')).toEqual(['K']);
  });
});

describe('a chord that somebody typed', () => {
  it('is written the one way', () => {
    expect(normalChord('shift + ctrl+a')).toBe('Ctrl+Shift+A');
    expect(normalChord('F9')).toBe('F9');
    expect(normalChord('Ctrl+Plus')).toBe('Ctrl+Plus');
  });

  it('is none where its keys belong to typing', () => {
    for (const text of ['a', 'Shift+A', 'Space', 'Ctrl+Alt+Q', 'Hyper+A', 'Ctrl+', '']) {
      expect(normalChord(text), text).toBeUndefined();
    }
  });
});
