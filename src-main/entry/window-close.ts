import type { BrowserWindow } from 'electron';
import type { SettingsFile } from './electron-settings.ts';

export interface CloseRules {
  readonly settings: SettingsFile;
  /** Whether there is something behind the window that could go on without it. */
  readonly hasEngine: () => boolean;
  /** Whether a tray can bring the window back. */
  readonly hasTray: () => boolean;
  readonly isQuitting: () => boolean;
}

/**
 * Remembers where the window was, and hides it instead of closing it where the person chose that the engine goes on in
 * the tray. Unless chosen, closing the window ends the program.
 */
export function keepOrClose(window: BrowserWindow, rules: CloseRules): void {
  window.on('close', (event) => {
    const { settings } = rules;
    settings.change({ window: { ...window.getNormalBounds(), maximised: window.isMaximized() } });
    if (!settings.current.keepInTray || !rules.hasEngine() || !rules.hasTray() || rules.isQuitting()) return;
    event.preventDefault();
    window.hide();
  });
}
