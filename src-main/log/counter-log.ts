import { counterFrame, counterValue } from './counter-frame.ts';
import type { LogDisk } from './log-disk.ts';
import type { LogGap } from './log-gap.ts';
import type { LogHead } from './log-messages.ts';
import { LogReader } from './log-reader.ts';
import { type Commit, LogWriter } from './log-writer.ts';
import type { LogRoomOptions } from './space/log-room.ts';

export const START_US = 1e15;
const TAGS = [1, 2];
/** Between two batches. */
const STEP_US = 1_000;

/** When batch n was received. */
export const timeOf = (n: number): number => START_US + (n + 1) * STEP_US;

/** For tests: a log of one device with two tags whose batches are numbered: batch n holds the counter n. */
export class CounterLog {
  readonly writer: LogWriter;
  /** The wall clock. */
  nowUs: number;
  n: number;

  constructor(
    disk: LogDisk,
    options: { from?: number; segmentBytes?: number; queueBytes?: number; room?: LogRoomOptions } = {},
  ) {
    const { from = 0, segmentBytes = 4_096, queueBytes = 1e6, room } = options;
    this.n = from;
    this.nowUs = START_US + from * STEP_US;
    const wallUs = (): number => this.nowUs;
    this.writer = new LogWriter(disk, { segmentBytes, queueBytes, wallUs, ...(room && { room }) });
    this.writer.names(
      [[1, 'device 1']],
      TAGS.map((tag) => [tag, `tag ${tag}`] as const),
    );
  }

  /** Appends the next batch; the number goes up also where it is refused. */
  append(): string | undefined {
    this.nowUs += STEP_US;
    return this.writer.append(counterFrame(1, TAGS, this.n++, this.nowUs), TAGS.length);
  }

  /** Appends and commits, ten batches at a time. Returns what the last commit did. */
  write(batches: number): Commit {
    let commit: Commit = { points: 0, bytes: 0 };
    for (let i = 1; i <= batches; i++) {
      this.append();
      if (i % 10 === 0 || i === batches) commit = this.writer.commit();
    }
    return commit;
  }
}

/** For tests: a sink that notes which batches of a `CounterLog` it got, and which gaps. */
export class CounterSink {
  readonly reader: LogReader;
  readonly numbers: number[] = [];
  readonly gaps: LogGap[] = [];
  readonly epochs: number[] = [];

  constructor(reader: LogReader) {
    this.reader = reader;
  }

  /** Reads up to `head`, or `limit` batches at most. */
  read(head: LogHead, limit = Number.POSITIVE_INFINITY): this {
    for (let left = limit; left > 0; ) {
      const record = this.reader.next(head);
      if (!record) break;
      if (record.kind === 'gap') {
        this.gaps.push(record.gap);
        continue;
      }
      const n = Math.floor(record.batch.value[0]! / 10_000);
      if (record.batch.value[1] !== counterValue(2, n)) throw new RangeError(`Batch ${n} holds foreign values`);
      this.numbers.push(n);
      this.epochs.push(record.epoch);
      left--;
    }
    return this;
  }
}

/** For tests: a new sink that has read everything. */
export function readAll(disk: LogDisk, head: LogHead): CounterSink {
  return new CounterSink(new LogReader(disk)).read(head);
}

/** For tests: which of the batches 0…count − 1 the sink neither got nor was told to be lost. */
export function unexplained({ numbers, gaps }: CounterSink, count: number): number[] {
  const got = new Set(numbers);
  const isTold = (us: number): boolean => gaps.some(({ fromUs, toUs }) => us > fromUs && us <= toUs);
  return Array.from({ length: count }, (_, n) => n).filter((n) => !got.has(n) && !isTold(timeOf(n)));
}
