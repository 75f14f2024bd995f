import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Base } from './three-way.ts';

const Agreed = z.object({
  /** Of the store: another one starts anew. */
  store: z.string(),
  devices: z.record(z.string(), z.object({ version: z.number(), print: z.string() })),
});

export type WriteText = (path: string, text: string) => Promise<void>;

/** What this gateway and the store last agreed on, device by device; kept in a file, so that a restart asks nobody. */
export class AgreedDevices {
  readonly #path: string;
  readonly #store: string;
  readonly #write: WriteText;
  readonly #devices: Map<string, Base>;
  #isSaved = true;

  private constructor(path: string, store: string, write: WriteText, devices: Map<string, Base>) {
    this.#path = path;
    this.#store = store;
    this.#write = write;
    this.#devices = devices;
  }

  /** Reads the file; what cannot be read, or is of another store, is as if nothing was ever agreed on. */
  static async open(path: string, store: string, write: WriteText): Promise<AgreedDevices> {
    const text = await readFile(path, 'utf8').catch(() => '');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    const { data } = Agreed.safeParse(value);
    const known = data?.store === store ? data : undefined;
    return new AgreedDevices(path, store, write, new Map(Object.entries(known?.devices ?? {})));
  }

  get ids(): readonly string[] {
    return [...this.#devices.keys()];
  }

  of(id: string): Base | undefined {
    return this.#devices.get(id);
  }

  note(id: string, base: Base): void {
    this.#devices.set(id, base);
    this.#isSaved = false;
  }

  forget(id: string): void {
    if (this.#devices.delete(id)) this.#isSaved = false;
  }

  /** Writes the file where something is agreed on that it does not say. */
  async save(): Promise<void> {
    if (this.#isSaved) return;
    // What is noted while it is written is written the next time.
    this.#isSaved = true;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const devices = Object.fromEntries(this.#devices);
      await this.#write(this.#path, JSON.stringify({ store: this.#store, devices }));
    } catch (error) {
      this.#isSaved = false;
      throw error;
    }
  }
}
