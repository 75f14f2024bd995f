import { BrowserWindow } from 'electron';
import { START_PAGE } from './app-scheme-origin.ts';
import { lockNavigation } from './window-lock.ts';
import type { WindowState } from './window-state.ts';

/** The storage of the page; what is set on this session holds for the window. */
export const PARTITION = 'persist:nexus';

/** The exact settings of the reliability reference, 4.4. */
export function windowOptions(
  preload: string,
  isPackaged: boolean,
  { x, y, width, height }: WindowState,
): Electron.BrowserWindowConstructorOptions {
  return {
    ...(x !== undefined && y !== undefined && { x, y }),
    width,
    height,
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
      enableBlinkFeatures: '',
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
      safeDialogs: true,
      disableDialogs: false,
      preload,
      partition: PARTITION,
    },
  };
}

/** Opens the workstation and lets the window go nowhere else. It is shown once there is something to see. */
export function openWindow(preload: string, isPackaged: boolean, state: WindowState): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload, isPackaged, state));
  lockNavigation(window);
  if (state.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the start page anew. A load that was overtaken by another one is no fault. */
export function loadStart(window: BrowserWindow, onFault: (error: unknown) => void): void {
  window.loadURL(START_PAGE).catch((error: unknown) => {
    if ((error as { readonly code?: string }).code !== 'ERR_ABORTED') onFault(error);
  });
}

/** Brings the window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
