import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { LogNames } from '../../log/log-names.ts';
import type { BatchRecord } from '../../log/log-reader.ts';
import type { RecordRun } from './message-format.ts';

/** A record of the log, as formats read it. */
export class RecordRows implements RecordRun {
  readonly batch: PointBatch;
  readonly names: LogNames;
  readonly logId: string;
  readonly lane: number;
  readonly seq: number;
  readonly isReplay: boolean;
  /** The first cell that may belong to the row asked for next. */
  #next = 0;

  constructor({ batch, names, logId, lane, seq }: BatchRecord, isReplay: boolean) {
    this.batch = batch;
    this.names = names;
    this.logId = logId;
    this.lane = lane;
    this.seq = seq;
    this.isReplay = isReplay;
  }

  cell(row: number): TypedCell | undefined {
    const { cells } = this.batch;
    if (!cells) return undefined;
    while (this.#next < cells.length && cells[this.#next]!.row < row) this.#next++;
    const cell = cells[this.#next];
    return cell?.row === row ? cell : undefined;
  }
}
