import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { APP_ORIGIN, isAppUrl } from './app-scheme-origin.ts';

/** Whether a message comes from the page itself: the main frame of our window, still at our own origin. */
export function isOwnPage(
  event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>,
  window: BrowserWindow | undefined,
): boolean {
  const { senderFrame } = event;
  if (!senderFrame || !window || window.isDestroyed()) return false;
  return senderFrame === window.webContents.mainFrame && senderFrame.origin === APP_ORIGIN && isAppUrl(senderFrame.url);
}
