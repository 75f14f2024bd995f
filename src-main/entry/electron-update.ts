import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Logger } from '../kernel/logger.ts';

/** What of electron-updater is used here. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'logger'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
>;

export interface UpdateOptions {
  /** Of this program. */
  readonly version: string;
  readonly window: () => BrowserWindow | undefined;
  /** Ends the program in order: the engine drains first. */
  readonly quit: () => void;
  readonly logger: Logger;
}

/** electron-builder writes it beside the archive: the server that was named when the installer was made. */
const UpdateSource = z.object({ provider: z.literal('generic'), url: z.url({ protocol: /^https$/ }) });

/**
 * New versions from the server of the installer. Nothing is loaded, and nothing installed, before the person said so; an older version never is.
 * On Windows the publisher of a signed installer is compared; elsewhere the checksum comes from the same server, which is why
 * only https is taken.
 */
export class DesktopUpdates {
  readonly #updater: Updater;
  readonly #options: UpdateOptions;
  #busy = false;
  #ready: { readonly restart: boolean } | undefined;

  /** @returns undefined where the installer names no server, which is how it is on a plant without network. */
  static async open(resources: string, options: UpdateOptions): Promise<DesktopUpdates | undefined> {
    const text = await readFile(join(resources, 'app-update.yml'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const source = UpdateSource.safeParse(parse(text));
    if (!source.success) {
      options.logger.info('there are no updates: the installer names no https server');
      return undefined;
    }
    const { default: library } = await import('electron-updater');
    return new DesktopUpdates(library.autoUpdater, options);
  }

  constructor(updater: Updater, options: UpdateOptions) {
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.allowPrerelease = false;
    updater.logger = null;
    this.#updater = updater;
    this.#options = options;
  }

  /** Looks for a new version and offers it. @param asked by the person, who is then told as well that there is none. */
  async check(asked: boolean): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#offer(asked);
    } catch (error) {
      this.#options.logger.warn('updates could not be read', { error: String(error) });
      if (asked) await this.#ask('Updates could not be read. Try again later, or ask who runs your update server.', []);
    } finally {
      this.#busy = false;
    }
  }

  /** Installs what was downloaded, after the engine has drained. */
  finish(): void {
    if (this.#ready) this.#updater.quitAndInstall(true, this.#ready.restart);
  }

  async #offer(asked: boolean): Promise<void> {
    const { version } = this.#options;
    const found = this.#ready ? undefined : await this.#updater.checkForUpdates();
    if (!found?.isUpdateAvailable) {
      if (asked && !this.#ready) await this.#ask(`Version ${version} is the newest.`, []);
    } else {
      const offered = found.updateInfo.version;
      const answer = await this.#ask(`Version ${offered} is there; this is ${version}. Download it?`, [
        'Download',
        'Later',
      ]);
      if (answer !== 0) return;
      await this.#updater.downloadUpdate();
      this.#ready = { restart: false };
    }
    if (!this.#ready) return;
    const text =
      'The new version is installed when the program ends. Polling stops for the restart, and nothing accepted is lost.';
    if ((await this.#ask(text, ['Restart now', 'When I quit'])) !== 0) return;
    this.#ready = { restart: true };
    this.#options.quit();
  }

  async #ask(message: string, buttons: readonly string[]): Promise<number> {
    const options: MessageBoxOptions = {
      type: 'info',
      message,
      buttons: [...buttons],
      cancelId: Math.max(0, buttons.length - 1),
    };
    const window = this.#options.window();
    const shown =
      window && !window.isDestroyed() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
    return (await shown).response;
  }
}
