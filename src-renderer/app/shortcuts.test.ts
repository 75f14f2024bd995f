import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '../state/commands.ts';

vi.hoisted(() => vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined }));

const { keysChosen, keysReset } = await import('../state/keymap.ts');
const { commandsOfKey } = await import('./shortcuts.ts');

const command = (id: string, over: Partial<Command>): Command => ({ id, title: id, run: () => undefined, ...over });
const NOWHERE = { inText: false, overDialog: false };
const ids = (commands: readonly Command[]): readonly string[] => commands.map(({ id }) => id);

describe('the command of a key', () => {
  const workbench = command('workbench.read', { keys: ['F9'] });
  const page = command('page.read', { keys: ['F9'] });
  const undo = command('edit.undo', { keys: ['Ctrl+Z'], leavesText: true });
  const arm = command('writes.arm', { keys: ['F8'], overDialogs: true });
  const close = command('tab.close', { keys: ['Alt+W'], desktopKeys: ['Ctrl+W'] });
  const all = [workbench, undo, arm, close, page];

  beforeEach(() => keysReset('tab.close'));

  it('is the one that was registered last, then the earlier ones', () => {
    expect(ids(commandsOfKey(['F9'], all, NOWHERE))).toEqual(['page.read', 'workbench.read']);
  });

  it('is none for undo while a text field has the focus', () => {
    expect(ids(commandsOfKey(['Ctrl+Z'], all, NOWHERE))).toEqual(['edit.undo']);
    expect(commandsOfKey(['Ctrl+Z'], all, { inText: true, overDialog: false })).toEqual([]);
  });

  it('is none over a dialog, unless the command says otherwise', () => {
    const overDialog = { inText: false, overDialog: true };
    expect(commandsOfKey(['Alt+W'], all, overDialog)).toEqual([]);
    expect(ids(commandsOfKey(['F8'], all, overDialog))).toEqual(['writes.arm']);
  });

  it('is none in a browser where the key is for the desktop', () => {
    expect(commandsOfKey(['Ctrl+W'], all, NOWHERE)).toEqual([]);
  });

  it('follows what the person chose, and nothing makes a letter a command', () => {
    keysChosen('tab.close', ['Ctrl+Shift+X']);
    expect(ids(commandsOfKey(['Ctrl+Shift+X'], all, NOWHERE))).toEqual(['tab.close']);
    expect(commandsOfKey(['Alt+W'], all, NOWHERE)).toEqual([]);
    expect(commandsOfKey(['W'], [command('x', { keys: ['W'] })], NOWHERE)).toEqual([]);
  });

  it('takes the sign of a keyboard that needs Shift for it, where the plain chord is nobody’s', () => {
    const sheet = command('help.keys', { keys: ['Ctrl+/'] });
    expect(ids(commandsOfKey(['Ctrl+Shift+7', 'Ctrl+/'], [sheet], NOWHERE))).toEqual(['help.keys']);
  });
});
