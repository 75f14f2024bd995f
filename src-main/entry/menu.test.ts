import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { menuTemplate } = await import('./menu.ts');

const did: string[] = [];
const actions = {
  openProject: () => void did.push('open'),
  setKeepInTray: (on: boolean) => void did.push(`tray ${on}`),
  openLink: (key: string) => void did.push(`link ${key}`),
  about: () => void did.push('about'),
  quit: () => void did.push('quit'),
};
const menu = (isPackaged: boolean, isMac = false) => menuTemplate({ isPackaged, isMac, keepInTray: false }, actions);
const items = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap(({ submenu }) => (submenu as MenuItemConstructorOptions[] | undefined) ?? []);

describe('the menu', () => {
  it('has five menus, and the one of the system on a Mac', () => {
    expect(menu(true).map(({ label }) => label)).toEqual(['&File', '&Edit', '&View', '&Window', '&Help']);
    expect(menu(true, true)[0]).toEqual({ role: 'appMenu' });
  });

  it('has no reload and no developer tools in the packaged program', () => {
    const roles = (isPackaged: boolean): unknown[] => items(menu(isPackaged)).map(({ role }) => role);
    const tools = ['reload', 'forceReload', 'toggleDevTools'];
    expect(roles(true).filter((role) => tools.includes(String(role)))).toEqual([]);
    expect(roles(false)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    for (const role of ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'minimize', 'close', 'togglefullscreen'])
      expect(roles(true)).toContain(role);
  });

  it('does what it says, and no two entries share their keys', () => {
    const all = items(menu(false));
    for (const item of all) item.click?.({ checked: true } as never, undefined, {} as never);
    expect(did).toEqual([
      'open',
      'tray true',
      'quit',
      'link modbus',
      'link opcua',
      'link mqtt',
      'link sparkplug',
      'about',
    ]);
    const keys = all.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
