import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import type { Disposable } from './lifetime.ts';

export interface LogFileOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** With the one that is written. */
  readonly maxFiles: number;
  readonly maxAgeMs: number;
}

/** After a failure the file is tried again this much later; until then lines are counted. */
const RETRY_MS = 10_000;

/**
 * Lines in a file that never grows beyond its size: before a line would not fit, the file becomes `name.1`, `name.1` becomes
 * `name.2`, and so on. Written at once and by nobody else, so that no line is lost or cut at the seam. A disk that is full
 * stops no service: lines are counted, and the count is the first line once there is room.
 */
export class LogFile implements Disposable {
  readonly #options: LogFileOptions;
  readonly #clock: Clock;
  #file: number | undefined;
  #bytes = 0;
  #lost = 0;
  #triedMs = Number.NEGATIVE_INFINITY;
  #isDisposed = false;

  constructor(options: LogFileOptions, clock: Clock = systemClock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Lines that could not be written since the last one that could. */
  get lost(): number {
    return this.#lost;
  }

  /** @param line with its end. */
  write(line: string): boolean {
    if (this.#isDisposed) return false;
    if (this.#lost > 0 && this.#clock.monoMs() - this.#triedMs < RETRY_MS) {
      this.#lost++;
      return false;
    }
    try {
      if (this.#lost > 0) this.#append(this.#lossLine());
      this.#lost = 0;
      this.#append(line);
      return true;
    } catch {
      this.#lost++;
      this.#triedMs = this.#clock.monoMs();
      this.#close();
      return false;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#close();
  }

  #append(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#file === undefined) this.#open();
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#options.maxBytes) this.#rotate();
    const before = this.#bytes;
    try {
      for (let at = 0; at < bytes.length; at = this.#bytes - before) this.#bytes += writeSync(this.#file!, bytes, at);
    } catch (error) {
      // Half a line on a full disk would spoil the next one.
      ftruncateSync(this.#file!, before);
      throw error;
    }
  }

  #open(): void {
    const { path } = this.#options;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#file = openSync(path, 'a', 0o600);
    this.#bytes = fstatSync(this.#file).size;
    this.#removeOld();
  }

  #rotate(): void {
    const { path, maxFiles } = this.#options;
    this.#close();
    if (maxFiles === 1) rmSync(path, { force: true });
    for (const number of this.#numbers().sort((a, b) => b - a)) {
      if (number >= maxFiles - 1) rmSync(`${path}.${number}`, { force: true });
      else renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    }
    if (maxFiles > 1) renameSync(path, `${path}.1`);
    this.#open();
  }

  #removeOld(): void {
    const { path, maxAgeMs } = this.#options;
    const oldestMs = this.#clock.wallUs() / 1_000 - maxAgeMs;
    for (const number of this.#numbers()) {
      const file = `${path}.${number}`;
      if (statSync(file).mtimeMs < oldestMs) rmSync(file, { force: true });
    }
  }

  #numbers(): number[] {
    const { path } = this.#options;
    const start = `${basename(path)}.`;
    return readdirSync(join(dirname(path)))
      .filter((name) => name.startsWith(start) && /^[1-9]\d*$/.test(name.slice(start.length)))
      .map((name) => Number(name.slice(start.length)));
  }

  #lossLine(): string {
    const time = new Date(this.#clock.wallUs() / 1_000).toISOString();
    const fields = { level: 'warn', time, lines: this.#lost, msg: 'lines of the log could not be written' };
    return `${JSON.stringify(fields)}\n`;
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
