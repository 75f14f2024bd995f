import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { LogNames } from '../../log/log-names.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';

/** A record of the log on its way to become messages. `batch` is a view, good until `encode` returns. */
export interface RecordRun {
  readonly batch: PointBatch;
  /** What the numbers of the batch stand for: see `TagIndex`. */
  readonly names: LogNames;
  readonly logId: string;
  readonly lane: number;
  readonly seq: number;
  /** Not live: accepted before this connection stood, or read before the sink had caught up on it. */
  readonly isReplay: boolean;
  /** The typed cell of a row, where it has one. Rows are asked for in ascending order. */
  cell(row: number): TypedCell | undefined;
}

/** Where messages go, in the order in which they are sent. */
export interface MessageSink {
  /**
   * @param payload belongs to the sink from now on.
   * @param points of the rows it covers, how many are in it: they are delivered with it. The others are quarantined.
   * @param endRow the row behind the last one it covers.
   */
  push(topic: string, payload: string | Buffer, points: number, endRow: number): void;
}

/** A message that covers no row: a birth, a death. */
export interface OwnMessage {
  readonly topic: string;
  readonly payload: string | Buffer;
}

/** How rows of the log become messages. One object per publisher host; all of it runs in that thread. */
export interface MessageFormat {
  /** What the format fixes; otherwise as configured. */
  readonly qos?: 0 | 1 | 2;
  readonly retain?: boolean;
  /**
   * True where a message holds something of its connection (a sequence, an alias): what is not acknowledged when the
   * connection ends is forgotten and made anew from the log on the next one.
   */
  readonly isBoundToConnection: boolean;
  /** With QoS 0: a message is delivered when a ping that followed it is answered, and not when it is handed to the socket. */
  readonly isConfirmedByPing?: boolean;
  /** Tags of the project; `replace` forgets all that are not among the rows. */
  tell(rows: readonly TagRow[], replace: boolean): void;
  /**
   * Makes at most one message of the rows from `row` on. @returns the next row that is not covered; rows that were
   * passed without a message are quarantined. `row` itself: held back, and asked again after `own` or a wake.
   */
  encode(run: RecordRun, row: number, sink: MessageSink): number;
  /** The next message that covers no row and goes before everything that is encoded later; undefined: none. */
  own?(): OwnMessage | undefined;
  /** On this connection, what waited in the log has been encoded; told once. */
  caughtUp?(): void;
  /** A connection begins to take messages; the largest packet that its broker takes. */
  begin?(maximumPacketBytes: number): void;
}
