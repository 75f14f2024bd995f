import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { LogNames } from '../log/log-names.ts';
import type { BatchRecord, GapRecord } from '../log/log-reader.ts';

/** One point of a record for tests; Good unless it says otherwise. */
export interface TestPoint {
  readonly tag: string;
  readonly timeUs: number;
  readonly value: number;
  readonly status?: number;
  readonly text?: string;
  readonly int64?: bigint;
  /** POINT_FLAG bits. */
  readonly flags?: number;
}

/** For tests of stores: makes the records of one log, with rising numbers, as its reader would yield them. */
export class LogRecords {
  readonly logId: string;
  readonly lane: number;
  readonly #numbers = new Map<string, number>();
  #names = new LogNames();
  #seq = 0;

  constructor(logId = 'log 1', lane = 0) {
    this.logId = logId;
    this.lane = lane;
  }

  batch(
    points: readonly TestPoint[],
    { segment = 1, epoch = 0, receivedUs = points.at(-1)?.timeUs ?? 0 } = {},
  ): BatchRecord {
    const tag = Uint32Array.from(points, (point) => this.#numberOf(point.tag));
    const cells: TypedCell[] = [];
    for (const [row, { text, int64 }] of points.entries()) {
      if (text !== undefined) cells.push({ row, kind: 'string', value: text });
      if (int64 !== undefined) cells.push({ row, kind: 'int64', value: int64 });
    }
    const hasFlags = points.some((point) => point.flags !== undefined);
    return {
      kind: 'batch',
      logId: this.logId,
      segment,
      lane: this.lane,
      seq: ++this.#seq,
      epoch,
      names: this.#names,
      batch: {
        count: points.length,
        device: 1,
        origin: 'local',
        receivedUs,
        tag,
        timeUs: Float64Array.from(points, (point) => point.timeUs),
        value: Float64Array.from(points, (point) => point.value),
        status: Uint32Array.from(points, (point) => point.status ?? STATUS.Good),
        ...(cells.length > 0 && { cells }),
        ...(hasFlags && { flags: Uint8Array.from(points, (point) => point.flags ?? 0) }),
      },
    };
  }

  gap(fromUs: number, toUs: number, devices: Readonly<Record<string, number>>): GapRecord {
    const gap = { fromUs, toUs, reason: 'restart', devices: new Map(Object.entries(devices)) } as const;
    return { kind: 'gap', logId: this.logId, segment: 1, gap };
  }

  #numberOf(tag: string): number {
    const known = this.#numbers.get(tag);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(tag, number);
    this.#names = this.#names.with([[1, 'device 1']], [[number, tag]]);
    return number;
  }
}
