import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { KeptTag } from './calculator.ts';

const Kept = z.record(z.string(), z.object({ expression: z.string(), memories: z.array(z.array(z.number())) }));

/** What the tags of one calculated device remember over a restart: `<folder>/calculated/<uid>.json`. */
export class StateFile {
  readonly #path: string;
  #written = '';
  /** Writes follow one another. */
  #last: Promise<void> = Promise.resolve();

  /** @param device identity of the device */
  constructor(folder: string, device: string) {
    this.#path = join(folder, 'calculated', `${device}.json`);
  }

  /** Nothing where there is no file, or one that is no such file: counting begins anew then. Never rejects. */
  async read(): Promise<ReadonlyMap<string, KeptTag>> {
    try {
      return new Map(Object.entries(Kept.parse(JSON.parse(await readFile(this.#path, 'utf8')))));
    } catch {
      return new Map();
    }
  }

  /** Replaces the file as a whole, unless nothing changed. Never rejects; what cannot be written now is tried with the next. */
  write(kept: ReadonlyMap<string, KeptTag>): Promise<void> {
    const text = JSON.stringify(Object.fromEntries(kept));
    if (text === this.#written || (kept.size === 0 && this.#written === '')) return this.#last;
    this.#written = text;
    this.#last = this.#last.then(() => this.#replace(text)).catch(() => void (this.#written = ''));
    return this.#last;
  }

  async #replace(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    const file = await open(draft, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path);
  }
}
