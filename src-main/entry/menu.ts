import { Menu, type MenuItemConstructorOptions } from 'electron';
import { LINK_KEYS, type LinkKey, linkLabel } from './electron-links.ts';

export interface MenuActions {
  readonly openProject: () => void;
  readonly setKeepInTray: (on: boolean) => void;
  readonly openLink: (key: LinkKey) => void;
  readonly about: () => void;
  /** Left out where the installer names no server of updates. */
  readonly checkForUpdates?: (() => void) | undefined;
  readonly quit: () => void;
}
export interface MenuFacts {
  readonly isPackaged: boolean;
  readonly isMac: boolean;
  readonly keepInTray: boolean;
}

/** The menu bar. Reload and the developer tools stand in it only while the program is not packaged. */
export function menuTemplate(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const;
  const tools: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }, separator];
  return [
    ...(facts.isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open project…', accelerator: 'CmdOrCtrl+O', click: actions.openProject },
        separator,
        {
          label: 'Keep running in the tray when the window is closed',
          type: 'checkbox',
          checked: facts.keepInTray,
          click: ({ checked }) => actions.setKeepInTray(checked),
        },
        separator,
        { role: 'close', accelerator: 'CmdOrCtrl+Shift+W' },
        { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: actions.quit },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        separator,
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        ...(facts.isPackaged ? [] : tools),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        ...LINK_KEYS.map((key) => ({ label: linkLabel(key), click: () => actions.openLink(key) })),
        separator,
        ...(actions.checkForUpdates ? [{ label: 'Check for updates…', click: actions.checkForUpdates }] : []),
        { label: 'About Nexus Edge', click: actions.about },
      ],
    },
  ];
}

export function showMenu(facts: MenuFacts, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, actions)));
}
