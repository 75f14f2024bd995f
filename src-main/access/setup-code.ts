import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { savePrivate } from './save-private.ts';

const VALID_MS = 15 * 60_000;
const MOST_TRIES = 5;
const BYTES = 16;

const fingerprint = (code: string): Buffer => createHash('sha256').update(code).digest();
/** Groups, dashes and letter case do not matter to who types it. */
const bare = (code: string): string => code.replaceAll(/[^0-9a-z]/gi, '').toLowerCase();

/**
 * What the first administrator proves that he is at the machine with: 128 bits, for 15 minutes and five tries, in a
 * file for the account of the service alone and at its console. A new start makes a new one while there is no
 * administrator.
 */
export class SetupCode {
  readonly path: string;
  readonly #clock: Clock;
  #code: { readonly mark: Buffer; readonly untilMs: number } | undefined;
  #tries = 0;

  constructor(folder: string, clock: Clock) {
    this.path = join(folder, 'setup-code');
    this.#clock = clock;
  }

  /** Makes a new one. @returns it in groups of four, as it is typed. */
  async issue(): Promise<string> {
    const code = randomBytes(BYTES).toString('hex');
    const shown = code.match(/.{4}/g)!.join('-');
    await savePrivate(this.path, `${shown}\n`);
    this.#code = { mark: fingerprint(code), untilMs: this.#clock.monoMs() + VALID_MS };
    this.#tries = 0;
    return shown;
  }

  /** Whether one can be entered now. */
  get isOpen(): boolean {
    return this.#code !== undefined && this.#tries < MOST_TRIES && this.#clock.monoMs() <= this.#code.untilMs;
  }

  /** Whether it is the code; each question is one of its five tries. */
  isRight(code: string): boolean {
    if (!this.isOpen) return false;
    this.#tries++;
    return timingSafeEqual(this.#code!.mark, fingerprint(bare(code)));
  }

  /** It was used. */
  async end(): Promise<void> {
    this.#code = undefined;
    await rm(this.path, { force: true });
  }
}
