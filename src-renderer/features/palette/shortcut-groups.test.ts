import { expect, it, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined }));

const { shortcutGroups } = await import('./shortcut-groups.ts');

const run = (): void => undefined;

it('groups the commands that have keys by category, and tells the keys of the desktop app apart', () => {
  const groups = shortcutGroups([
    { id: 'tab.close', title: 'Tab: Close', keys: ['Alt+W'], desktopKeys: ['Ctrl+W'], run },
    { id: 'trend.new', title: 'Trend: Make a new one', run },
    { id: 'read', title: 'Read now', keys: ['F9'], run },
    { id: 'tab.next', title: 'Tab: Next', keys: ['Alt+PageDown'], run },
    { id: 'read', title: 'Read this device now', keys: ['F9'], run },
  ]);
  expect(groups).toEqual([
    {
      category: 'Tab',
      lines: [
        { id: 'tab.close', action: 'Close', keys: ['Alt+W'], desktopKeys: ['Ctrl+W'] },
        { id: 'tab.next', action: 'Next', keys: ['Alt+PageDown'], desktopKeys: [] },
      ],
    },
    { category: 'Workbench', lines: [{ id: 'read', action: 'Read this device now', keys: ['F9'], desktopKeys: [] }] },
  ]);
});
