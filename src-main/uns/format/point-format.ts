import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { CompactPayload } from '../payload/compact-payload.ts';
import { JsonPayload } from '../payload/json-payload.ts';
import { MsgpackPayload, msgpackMeta } from '../payload/msgpack-payload.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { MessageFormat, MessageSink, RecordRun } from './message-format.ts';
import { TagIndex } from './tag-index.ts';

/** The payload of one tag; `Meta` is what a record adds to the payloads of all its rows. */
interface PointPayload<Meta> {
  encode(batch: PointBatch, row: number, cell: TypedCell | undefined, meta: Meta): string | Buffer;
}

/** How the payloads of tags are made. */
interface PointPayloads<Meta> {
  readonly make: (row: TagRow) => PointPayload<Meta>;
  readonly noMeta: Meta;
  readonly metaOf: (run: RecordRun) => Meta;
}

export function jsonMeta({ logId, lane, seq }: RecordRun): string {
  return `,"log":"${logId}","lane":${lane},"seq":${seq}`;
}

export const JSON_POINTS: PointPayloads<string> = {
  make: (row) => new JsonPayload(row),
  noMeta: '',
  metaOf: jsonMeta,
};
export const COMPACT_POINTS: PointPayloads<string> = { ...JSON_POINTS, make: (row) => new CompactPayload(row) };
export const MSGPACK_POINTS: PointPayloads<Uint8Array> = {
  make: (row) => new MsgpackPayload(row),
  noMeta: new Uint8Array(0),
  metaOf: ({ logId, lane, seq }) => msgpackMeta({ log: logId, lane, seq }),
};

interface PublishedTag<Meta> {
  readonly topic: string;
  readonly payload: PointPayload<Meta>;
}

/** One point a message, on the topic of its tag. */
export class PointFormat<Meta> implements MessageFormat {
  readonly isBoundToConnection = false;
  readonly #payloads: PointPayloads<Meta>;
  readonly #tags: TagIndex<PublishedTag<Meta>>;
  readonly #hasMeta: boolean;
  #run: RecordRun | undefined;
  /** Of that record. */
  #meta: Meta;

  /** @param hasMeta log, lane and seq in every payload. */
  constructor(payloads: PointPayloads<Meta>, hasMeta: boolean) {
    this.#payloads = payloads;
    this.#tags = new TagIndex((row) => ({ topic: row.topic, payload: payloads.make(row) }));
    this.#hasMeta = hasMeta;
    this.#meta = payloads.noMeta;
  }

  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#tags.tell(rows, replace);
  }

  encode(run: RecordRun, row: number, sink: MessageSink): number {
    const { batch } = run;
    if (this.#hasMeta && run !== this.#run) {
      this.#run = run;
      this.#meta = this.#payloads.metaOf(run);
    }
    for (let at = row; at < batch.count; at++) {
      const tag = this.#tags.find(run.names, batch.tag[at]!);
      if (!tag) continue;
      sink.push(tag.topic, tag.payload.encode(batch, at, run.cell(at), this.#meta), 1, at + 1);
      return at + 1;
    }
    return batch.count;
  }
}
