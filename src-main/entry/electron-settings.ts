import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../kernel/write-atomic.ts';
import { WindowState } from './window-state.ts';

/** What the desktop app remembers of this person on this computer; nothing of the plant. */
export const ShellSettings = z.object({
  window: WindowState.prefault({}),
  /** Closing the window leaves the engine running; the tray brings the window back. */
  keepInTray: z.boolean().default(false),
  /** The project that was open last. */
  project: z.string().optional(),
});
export type ShellSettings = z.output<typeof ShellSettings>;

/** The settings in the user's folder: one JSON file, replaced whole. One that cannot be read counts as none. */
export class SettingsFile {
  readonly #path: string;
  #current: ShellSettings;
  #saving: Promise<void> = Promise.resolve();
  readonly #onFault: (error: unknown) => void;

  private constructor(path: string, current: ShellSettings, onFault: (error: unknown) => void) {
    this.#path = path;
    this.#current = current;
    this.#onFault = onFault;
  }

  /** @param onFault is told when something could not be saved; the app goes on without. */
  static async open(path: string, onFault: (error: unknown) => void): Promise<SettingsFile> {
    const read = async (): Promise<ShellSettings> => ShellSettings.parse(JSON.parse(await readFile(path, 'utf8')));
    return new SettingsFile(path, await read().catch(() => ShellSettings.parse({})), onFault);
  }

  get current(): ShellSettings {
    return this.#current;
  }

  /** Takes effect at once; the files follow one after the other. */
  change(part: Partial<ShellSettings>): void {
    this.#current = { ...this.#current, ...part };
    const text = `${JSON.stringify(this.#current, null, 2)}\n`;
    this.#saving = this.#saving
      .then(async () => {
        await mkdir(dirname(this.#path), { recursive: true });
        await writeAtomic(this.#path, text);
      })
      .catch(this.#onFault);
  }

  /** Resolves when everything is on disk. */
  saved(): Promise<void> {
    return this.#saving;
  }
}
