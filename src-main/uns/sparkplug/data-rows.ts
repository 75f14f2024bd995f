import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import type { RecordRun } from '../format/message-format.ts';
import { PayloadWriter } from './encode-payload.ts';
import { type NodeDevice, type NodeMetric, tellsGood } from './node-metrics.ts';

/** Of a message; the metric that reaches it is the last one. */
const MOST_MESSAGE_BYTES = 64 * 1_024;
/** Topic and header of a PUBLISH beside its payload. */
const PACKET_OVERHEAD = 1_024;

/** Rows of the log as data messages of a device. */
export class DataRows {
  readonly #writer = new PayloadWriter();
  #mostBytes = MOST_MESSAGE_BYTES;

  /** @param maximumPacketBytes that the broker takes. */
  limit(maximumPacketBytes: number): void {
    this.#mostBytes = Math.min(MOST_MESSAGE_BYTES, Math.max(1, maximumPacketBytes - PACKET_OVERHEAD));
  }

  /**
   * Begins a message with the rows of one device from `row` on, as far as they were born and fit.
   * @param metricOf undefined for a row that is passed over. @returns how many are in it, and the row behind the last.
   */
  write(
    run: RecordRun,
    row: number,
    isHistory: boolean,
    device: NodeDevice,
    metricOf: (row: number) => NodeMetric | undefined,
    nowUs: number,
  ): { readonly points: number; readonly end: number } {
    const { batch } = run;
    const writer = this.#writer;
    writer.begin(Math.floor(nowUs / 1_000));
    let points = 0;
    let at = row;
    for (; at < batch.count && writer.length < this.#mostBytes; at++) {
      const metric = metricOf(at);
      if (!metric) continue;
      if (metric.device !== device || !metric.isBorn) break;
      const status = batch.status[at]!;
      const isHistorical = isHistory || ((batch.flags?.[at] ?? 0) & POINT_FLAG.historical) !== 0;
      const isBack = !isHistorical && tellsGood(metric, status);
      writer.data(metric.plan, batch.timeUs[at]!, batch.value[at]!, status, run.cell(at), isHistorical, isBack);
      points++;
    }
    return { points, end: at };
  }

  /** @returns the message that was begun. */
  end(seq: number): Buffer {
    return this.#writer.end(seq);
  }
}
