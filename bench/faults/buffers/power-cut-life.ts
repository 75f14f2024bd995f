import { CounterLog, CounterSink } from '../../../src-main/log/counter-log.ts';
import type { FaultyDisk } from '../../../src-main/log/faulty-disk.ts';
import { LogReader } from '../../../src-main/log/log-reader.ts';
import { SegmentCompressor } from '../../../src-main/log/space/segment-compressor.ts';

/** One life of a log between two power cuts: what is done in it, and what it was told. */
export class PowerCutLife {
  readonly log: CounterLog;
  /** Batches that the log said it has. */
  readonly accepted: number[] = [];
  /** No sink needs batches below this one. */
  trimmedTo = 0;
  readonly #disk: FaultyDisk;
  readonly #random: () => number;
  readonly #compressor: SegmentCompressor;
  #waiting: number[] = [];

  /** Opens the log on the disk as the last power cut left it: nothing found there may keep it from starting. */
  constructor(disk: FaultyDisk, from: number, random: () => number) {
    this.#disk = disk;
    this.#random = random;
    this.#compressor = new SegmentCompressor(disk);
    attempt(() => this.#compressor.clean());
    const room = { budgetBytes: 12_000 + random() * 40_000, ballastBytes: 3_000, lowDiskBytes: 4_000 };
    this.log = new CounterLog(disk, { from, segmentBytes: 2_048, room });
  }

  /** Writes, and lets happen what happens besides, until the power goes or it has been enough. */
  async run(): Promise<void> {
    for (let step = 0; step < 14 && this.#disk.changesLeft > 0; step++) {
      this.#append(Math.floor(this.#random() * 24));
      const { points } = this.log.writer.commit();
      this.accepted.push(...this.#waiting.splice(0, points / 2));
      await this.#happen();
    }
  }

  #append(batches: number): void {
    for (let i = 0; i < batches; i++) if (this.log.append() === undefined) this.#waiting.push(this.log.n - 1);
  }

  async #happen(): Promise<void> {
    const what = this.#random();
    if (what < 0.2) this.log.writer.tend();
    else if (what < 0.5) await this.#compressor.step(this.log.writer.room.closed).catch(() => undefined);
    else if (what < 0.55) this.#disk.failingSyncs = this.#random() < 0.5 ? 1 : 3;
    else if (what < 0.65) this.#disk.longestWriteBytes = this.#random() < 0.5 ? 300 : Number.POSITIVE_INFINITY;
    else if (what < 0.7) this.#trim();
  }

  #trim(): void {
    const { writer } = this.log;
    const below = writer.head.segment - 6;
    const [first = 0] = new CounterSink(new LogReader(this.#disk, below)).read(writer.head, 1).numbers;
    this.trimmedTo = Math.max(this.trimmedTo, first);
    attempt(() => writer.trim(below));
  }
}

/** The power is going, or the disk is at fault: what is tried is tried again by the next life. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // What this left is what the next start finds.
  }
}
