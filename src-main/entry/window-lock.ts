import { basename, join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import { APP_ORIGIN, isAppUrl } from './app-scheme-origin.ts';

/** No page is granted anything: camera, devices, notifications, the screen. */
export function denyPermissions(own: Session): void {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}

/** A download goes where the person says in a save dialog, and is cancelled with it. Only our own page may start one. */
export function askForDownloads(own: Session, folder: string): void {
  own.on('will-download', (event, item) => {
    if (item.getInitiatorOrigin() !== APP_ORIGIN) return event.preventDefault();
    const name = safeFileName(item.getFilename());
    // Without a path of its own Electron asks before a byte is written.
    item.setSaveDialogOptions({ defaultPath: join(folder, name), properties: ['showOverwriteConfirmation'] });
  });
}

/** The last part of a name, without what no file system takes. */
export function safeFileName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'));
  const clean = last.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/^\.+/, '');
  return clean.slice(0, 200) || 'download';
}

/** The window shows our own page and nothing else, in no other window and no frame. */
export function lockNavigation(window: BrowserWindow): void {
  const { webContents } = window;
  const keep = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isAppUrl(event.url)) event.preventDefault();
  };
  webContents.on('will-navigate', keep);
  webContents.on('will-redirect', keep);
  webContents.on('will-frame-navigate', keep);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
