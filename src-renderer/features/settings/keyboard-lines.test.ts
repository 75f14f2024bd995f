import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../state/commands.ts';

vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
});
const { useCommands } = await import('../../state/commands.ts');
const { keysChosen, keysReset, useKeymap } = await import('../../state/keymap.ts');
const { keyboardLines } = await import('./keyboard-lines.ts');

const run = (): void => undefined;
const COMMANDS: readonly Command[] = [
  { id: 'tab.close', title: 'Tab: Close', keys: ['Alt+W'], run },
  { id: 'view.explorer', title: 'Show or hide the explorer', keys: ['Ctrl+B'], run },
  { id: 'tab.pin', title: 'Tab: Pin', run },
];
const lines = (words = '') => keyboardLines(COMMANDS, useKeymap.getState().chosen, words);

describe('the table of keys', () => {
  beforeEach(() => useCommands.setState({ all: COMMANDS }));
  afterEach(() => COMMANDS.forEach(({ id }) => keysReset(id)));

  it('lists every command by category, those without keys too', () => {
    expect(lines().map(({ title, keys }) => [title, ...keys])).toEqual([
      ['Tab: Close', 'Alt+W'],
      ['Tab: Pin'],
      ['Show or hide the explorer', 'Ctrl+B'],
    ]);
  });

  it('marks chosen keys, and says which other command has them', () => {
    keysChosen('tab.pin', ['ctrl+b']);
    expect(lines().find(({ id }) => id === 'tab.pin')).toMatchObject({
      keys: ['Ctrl+B'],
      isModified: true,
      conflicts: ['Ctrl+B is also “Show or hide the explorer”.'],
    });
    expect(lines().find(({ id }) => id === 'view.explorer')).toMatchObject({ isModified: false, conflicts: [] });
  });

  it('is searched by title and by key', () => {
    expect(lines('pin').map(({ id }) => id)).toEqual(['tab.pin']);
    expect(lines('alt+w').map(({ id }) => id)).toEqual(['tab.close']);
    expect(lines('density')).toEqual([]);
  });
});
