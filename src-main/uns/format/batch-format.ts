import { BATCH_END, BatchEntry, batchStart } from '../payload/json-batch.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { MessageFormat, MessageSink, RecordRun } from './message-format.ts';
import { jsonMeta } from './point-format.ts';
import { TagIndex } from './tag-index.ts';

interface BatchedTag {
  readonly topic: string;
  readonly device: string;
  readonly entry: BatchEntry;
}

/** UTF-16 units of a payload beyond which the next entry goes into another message: most brokers take much more. */
const MOST_UNITS = 64 * 1_024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const BYTES_A_UNIT = 3;
/** A bound of what a PUBLISH has besides its payload: header and the longest topic. */
const PACKET_OVERHEAD = 1_056;

/** One message per device and run of rows, on the topic that those of its tags begin with. */
export class BatchFormat implements MessageFormat {
  readonly isBoundToConnection = false;
  readonly #hasMeta: boolean;
  #mostUnits = MOST_UNITS;
  readonly #tags = new TagIndex<BatchedTag>((row) => ({
    topic: row.deviceTopic,
    device: row.device,
    entry: new BatchEntry(row),
  }));

  /** @param hasMeta log, lane and seq in every payload. */
  constructor(hasMeta: boolean) {
    this.#hasMeta = hasMeta;
  }

  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#tags.tell(rows, replace);
  }

  /** What was made for an earlier connection keeps its size. */
  begin(maximumPacketBytes: number): void {
    this.#mostUnits = Math.min(MOST_UNITS, (maximumPacketBytes - PACKET_OVERHEAD) / BYTES_A_UNIT);
  }

  encode(run: RecordRun, row: number, sink: MessageSink): number {
    const { batch, names } = run;
    let first: BatchedTag | undefined;
    let text = '';
    let points = 0;
    let at = row;
    for (; at < batch.count; at++) {
      const tag = this.#tags.find(names, batch.tag[at]!);
      if (!tag) continue;
      if (first && tag.topic !== first.topic) break;
      const entry = tag.entry.encode(batch, at, run.cell(at));
      if (!first) {
        first = tag;
        text = batchStart(tag.device, batch.receivedUs, this.#hasMeta ? jsonMeta(run) : '') + entry;
      } else if (text.length + entry.length + BATCH_END.length + 1 > this.#mostUnits) break;
      else text += `,${entry}`;
      points++;
    }
    if (first) sink.push(first.topic, text + BATCH_END, points, at);
    return at;
  }
}
