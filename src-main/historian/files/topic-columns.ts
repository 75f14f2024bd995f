import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { FilePoint } from './file-point.ts';

/** Points of one topic out of a file, in the order of the file. */
export interface TopicPoints {
  readonly topic: string;
  readonly series: RawSeries;
  /** The line, or the row, that each came from. */
  readonly line: Float64Array;
}

interface Lists {
  readonly timeUs: number[];
  readonly value: number[];
  readonly status: number[];
  readonly flags: number[];
  readonly epoch: number[];
  readonly line: number[];
  readonly cells: TypedCell[];
}

/** Collects points by topic, so that they travel as columns. */
export class TopicColumns {
  readonly #topics = new Map<string, Lists>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add({ topic, timeUs, value, status, flags, epoch, cell }: FilePoint, line: number): void {
    let lists = this.#topics.get(topic);
    if (!lists) {
      lists = { timeUs: [], value: [], status: [], flags: [], epoch: [], line: [], cells: [] };
      this.#topics.set(topic, lists);
    }
    if (cell) lists.cells.push({ row: lists.timeUs.length, ...cell } as TypedCell);
    lists.timeUs.push(timeUs);
    lists.value.push(value);
    lists.status.push(status);
    lists.flags.push(flags);
    lists.epoch.push(epoch);
    lists.line.push(line);
    this.#count++;
  }

  /** What was collected; it begins anew. */
  take(): TopicPoints[] {
    const taken = [...this.#topics].map(([topic, { timeUs, value, status, flags, epoch, line, cells }]) => ({
      topic,
      series: {
        kind: 'raw' as const,
        timeUs: Float64Array.from(timeUs),
        value: Float64Array.from(value),
        status: Uint32Array.from(status),
        flags: Uint8Array.from(flags),
        epoch: Uint16Array.from(epoch),
        ...(cells.length > 0 && { cells }),
      },
      line: Float64Array.from(line),
    }));
    this.#topics.clear();
    this.#count = 0;
    return taken;
  }
}
