import type { MessageFormat, MessageSink, OwnMessage, RecordRun } from '../format/message-format.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { SendWindow } from '../publishing/send-window.ts';
import type { RetainedTopics } from './retained-topics.ts';

/** A format whose messages the broker keeps: what it keeps of topics that no tag has any more is cleared. */
export class RetainingFormat implements MessageFormat {
  readonly isBoundToConnection = false;
  readonly #format: MessageFormat;
  readonly #topics: RetainedTopics;
  readonly #window: Pick<SendWindow, 'pushed'>;
  /** Points that waited in the log may be of those topics: they go first. */
  #hasCaughtUp = false;

  /** @param format not bound to its connection. */
  constructor(format: MessageFormat, topics: RetainedTopics, window: Pick<SendWindow, 'pushed'>) {
    this.#format = format;
    this.#topics = topics;
    this.#window = window;
  }

  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#format.tell(rows, replace);
  }

  encode(run: RecordRun, row: number, sink: MessageSink): number {
    return this.#format.encode(run, row, sink);
  }

  own(): OwnMessage | undefined {
    const topic = this.#hasCaughtUp ? this.#topics.next(this.#window.pushed) : undefined;
    return topic === undefined ? undefined : { topic, payload: '' };
  }

  caughtUp(): void {
    this.#hasCaughtUp = true;
  }

  begin(maximumPacketBytes: number): void {
    this.#hasCaughtUp = false;
    this.#format.begin?.(maximumPacketBytes);
  }
}
