import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateLimits } from '../../src-shared/domain/deploy-gate.ts';
import type { WriteText } from './deploy-key.ts';

/** A gateway that this workstation is paired with. */
export interface StoredTarget {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly devices: readonly string[] | null;
  readonly gate: GateLimits;
  readonly addedMs: number;
  /** SPKI, base64. */
  readonly publicKey: string;
  /** SHA-256 fingerprint of its TLS certificate; null where it is asked without TLS. */
  readonly certificate: string | null;
  /** `number` of the deployment that we know it by; null before the first. */
  readonly deployment: number | null;
}

interface Kept {
  readonly counter: number;
  readonly targets: readonly StoredTarget[];
}

/** The targets of a workstation and the counter of its packages, in `.nexus/deploy/targets.json`. */
export class TargetStore {
  readonly #path: string;
  readonly #write: WriteText;
  #kept: Kept;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(path: string, write: WriteText, kept: Kept) {
    this.#path = path;
    this.#write = write;
    this.#kept = kept;
  }

  static async open(folder: string, write: WriteText): Promise<TargetStore> {
    const path = join(folder, 'targets.json');
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return new TargetStore(path, write, text === undefined ? { counter: 0, targets: [] } : (JSON.parse(text) as Kept));
  }

  get targets(): readonly StoredTarget[] {
    return this.#kept.targets;
  }

  /** Adds a target, or replaces the one with its id. */
  async put(target: StoredTarget): Promise<void> {
    await this.#save(({ targets }) => ({
      targets: targets.some(({ id }) => id === target.id)
        ? targets.map((known) => (known.id === target.id ? target : known))
        : [...targets, target],
    }));
  }

  async remove(id: string): Promise<void> {
    await this.#save(({ targets }) => ({ targets: targets.filter((known) => known.id !== id) }));
  }

  /** A number that no package had. It also rises with the clock, so that a restored project makes no old packages. */
  async nextCounter(nowMs: number): Promise<number> {
    await this.#save(({ counter }) => ({ counter: Math.max(counter + 1, Math.floor(nowMs)) }));
    return this.#kept.counter;
  }

  #save(change: (kept: Kept) => Partial<Kept>): Promise<void> {
    const save = async (): Promise<void> => {
      const next = { ...this.#kept, ...change(this.#kept) };
      await this.#write(this.#path, JSON.stringify(next, undefined, 1));
      this.#kept = next;
    };
    const run = this.#last.then(save, save);
    this.#last = run.catch(() => undefined);
    return run;
  }
}
