import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const kept = vi.hoisted(() => {
  const store = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  });
  return store;
});

const { commandsAdded } = await import('./commands.ts');
const { conflictsOf, keymapAsJson, keymapTaken, keysChosen, keysOf, keysReset, useKeymap } = await import(
  './keymap.ts'
);

const close = { id: 'tab.close', title: 'Tab: Close', keys: ['Alt+W'], desktopKeys: ['Ctrl+W'], run: () => undefined };
const pause = { id: 'live.pause', title: 'Live: Pause', keys: ['Pause', 'Ctrl+Shift+L'], run: () => undefined };

describe('the keys of commands', () => {
  let remove: () => void;
  beforeEach(() => {
    remove = commandsAdded([close, pause]);
  });
  afterEach(() => {
    remove();
    useKeymap.setState({ chosen: {} });
  });

  it('are the given ones, in the desktop app with those that a browser keeps', () => {
    expect(keysOf(close, 'browser')).toEqual(['Alt+W']);
    expect(keysOf(close, 'desktop')).toEqual(['Alt+W', 'Ctrl+W']);
  });

  it('are the chosen ones until they are given back, and are kept in the browser', () => {
    keysChosen('tab.close', ['shift+alt+x']);
    expect(keysOf(close, 'desktop')).toEqual(['Alt+Shift+X']);
    expect(JSON.parse(kept.get('nexus.keymap')!)).toEqual({ 'tab.close': ['Alt+Shift+X'] });
    keysReset('tab.close');
    expect(keysOf(close, 'browser')).toEqual(['Alt+W']);
  });

  it('cannot be a letter or AltGr; then nothing is changed', () => {
    expect(() => keysChosen('tab.close', ['Q'])).toThrow(/“Q” can be no key/);
    expect(() => keysChosen('tab.close', ['Ctrl+Alt+Q'])).toThrow(/AltGr/);
    expect(keysOf(close, 'browser')).toEqual(['Alt+W']);
  });

  it('conflict with the commands that have them, by name', () => {
    const [first, ...more] = conflictsOf(['ctrl+shift+l', 'F2'], 'tab.close');
    expect(first).toMatchObject({ key: 'Ctrl+Shift+L' });
    expect(first?.commands.map(({ title }) => title)).toEqual(['Live: Pause']);
    expect(more).toEqual([]);
    expect(conflictsOf(['Ctrl+W'], 'tab.close')).toEqual([]);
  });

  it('go into a file and come back from it', () => {
    keysChosen('live.pause', ['Alt+P']);
    const file = keymapAsJson();
    useKeymap.setState({ chosen: {} });
    keymapTaken(file);
    expect(keysOf(pause)).toEqual(['Alt+P']);
    expect(() => keymapTaken('[1]')).toThrow(/no keymap/);
    expect(() => keymapTaken('{"live.pause":["P"]}')).toThrow(/“P”/);
    expect(keysOf(pause)).toEqual(['Alt+P']);
  });
});
