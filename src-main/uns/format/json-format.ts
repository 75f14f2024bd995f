import { JsonPayload } from '../payload/json-payload.ts';
import type { TagRow } from '../publisher-messages.ts';
import type { MessageFormat, MessageSink, RecordRun } from './message-format.ts';
import { TagIndex } from './tag-index.ts';

interface PublishedTag {
  readonly topic: string;
  readonly payload: JsonPayload;
}

/** One point a message, on the topic of its tag. */
export class JsonFormat implements MessageFormat {
  readonly isBoundToConnection = false;
  readonly #tags = new TagIndex<PublishedTag>((row) => ({ topic: row.topic, payload: new JsonPayload(row) }));
  readonly #hasMeta: boolean;
  #run: RecordRun | undefined;
  /** Of that record. */
  #meta = '';

  /** @param hasMeta log, lane and seq in every payload. */
  constructor(hasMeta: boolean) {
    this.#hasMeta = hasMeta;
  }

  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#tags.tell(rows, replace);
  }

  encode(run: RecordRun, row: number, sink: MessageSink): number {
    const { batch } = run;
    if (this.#hasMeta && run !== this.#run) {
      this.#run = run;
      this.#meta = `,"log":"${run.logId}","lane":${run.lane},"seq":${run.seq}`;
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
