import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's package libfaketime puts the library for programs with threads. */
const PLACES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((of) => `/usr/lib/${of}/faketime/libfaketimeMT.so.1`);

/** The library that fakes the wall clock of a program, or undefined where it is not installed. */
export const faketimeLibrary = (): string | undefined => PLACES.find((path) => existsSync(path));

/**
 * The wall clock of another process, which stands where the test sets it; its monotonic clock goes on untouched, as it
 * does when NTP or a person sets a real one.
 */
export class FakedClock {
  /** For the process that is to live under this clock. @throws TypeError where libfaketime is missing. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'nexus-clock-'));
  readonly #file = join(this.#folder, 'clock');
  readonly #settings: { readonly fromUs: number; readonly aheadUs: number }[] = [];
  #aheadS = 0;

  constructor() {
    const library = faketimeLibrary();
    if (library === undefined) throw new TypeError('libfaketime is missing: install faketime');
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // Times of files are as they are.
      NO_FAKE_STAT: '1',
    };
    this.#write();
  }

  /** Every offset from the clock of this machine that it had from then on (µs since 1970); drift left out. */
  get settings(): readonly { readonly fromUs: number; readonly aheadUs: number }[] {
    return this.#settings;
  }

  /** Sets it forward, or back by less than nothing. */
  step(seconds: number): void {
    this.#aheadS += seconds;
    this.#write();
  }

  /** From now on it goes faster by so many millionths. */
  drift(ppm: number): void {
    this.#write(` x${1 + ppm / 1e6}`);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(rate = ''): void {
    this.#settings.push({ fromUs: Date.now() * 1_000, aheadUs: this.#aheadS * 1e6 });
    const sign = this.#aheadS < 0 ? '-' : '+';
    writeFileSync(this.#file, `${sign}${Math.abs(this.#aheadS)}${rate}\n`);
  }
}
