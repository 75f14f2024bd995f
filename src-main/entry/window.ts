import { BrowserWindow, session, type BrowserWindow as Window } from 'electron';

/** The exact settings of the reliability reference, 4.4. */
export function windowOptions(preload: string, isPackaged: boolean): Electron.BrowserWindowConstructorOptions {
  return {
    width: 1_440,
    height: 900,
    minWidth: 1_024,
    minHeight: 640,
    show: false,
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
      preload,
      partition: 'persist:nexus',
    },
  };
}

/** Opens the workstation at an address of the engine and lets the window go nowhere else. */
export async function openWindow(address: string, preload: string, isPackaged: boolean): Promise<Window> {
  const origin = new URL(address).origin;
  const own = session.fromPartition('persist:nexus');
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  const window = new BrowserWindow(windowOptions(preload, isPackaged));
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  for (const navigation of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    window.webContents.on(navigation as 'will-navigate', (event) => {
      if (new URL(event.url).origin !== origin) event.preventDefault();
    });
  }
  window.once('ready-to-show', () => window.show());
  await window.loadURL(address);
  return window;
}
