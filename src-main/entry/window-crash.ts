import { app, type BrowserWindow, dialog } from 'electron';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';

const MAX_RELOADS = 3;
const WITHIN_MS = 5 * 60_000;

/**
 * Brings a page back that crashed or hangs: the engine is not in it and has lost nothing. A page that crashes again and
 * again is not reloaded for ever: the person is asked.
 */
export function bringBack(window: BrowserWindow, clock: Clock, logger: Logger, quit: () => void): void {
  const { webContents } = window;
  let reloads: number[] = [];
  let isAsking = false;
  const ask = async (message: string, detail: string, buttons: readonly [string, string]): Promise<boolean> => {
    const options = { type: 'warning' as const, message, detail, buttons: [...buttons], defaultId: 0, cancelId: 0 };
    const { response } = await dialog.showMessageBox(window, options);
    return response === 1;
  };

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    logger.error('the page of the window is gone', { reason, exitCode });
    const nowMs = clock.monoMs();
    reloads = reloads.filter((atMs) => nowMs - atMs < WITHIN_MS);
    if (reloads.length < MAX_RELOADS) {
      reloads.push(nowMs);
      webContents.reload();
      return;
    }
    const detail = `${reloads.length + 1} times in ${WITHIN_MS / 60_000} minutes (${reason}). The engine goes on.`;
    void ask('The window crashed again and again.', detail, ['Reload', 'Quit']).then((wantsQuit) => {
      reloads = [];
      if (wantsQuit) quit();
      else if (!window.isDestroyed()) webContents.reload();
    });
  });

  window.on('unresponsive', () => {
    if (isAsking) return;
    isAsking = true;
    logger.warn('the page of the window does not answer');
    const detail = 'The engine goes on: polling, history and publishing do not depend on this window.';
    void ask('The window does not answer.', detail, ['Wait', 'Reload']).then((wantsReload) => {
      isAsking = false;
      // A page that hangs cannot be asked to reload; once it is gone it is reloaded above.
      if (wantsReload && !window.isDestroyed()) webContents.forcefullyCrashRenderer();
    });
  });
  window.on('responsive', () => logger.info('the page of the window answers again'));
}

/** Says when a process of Chromium (GPU, network) ends by itself; Chromium starts it again. */
export function tellChildProcesses(logger: Logger): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') logger.warn('a process of the shell is gone', { type, reason, exitCode, name });
  });
}
