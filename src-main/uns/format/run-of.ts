import type { PointBatch } from '../../../src-shared/domain/point-batch.ts';
import type { LogNames } from '../../log/log-names.ts';
import type { MessageFormat, MessageSink, RecordRun } from './message-format.ts';
import { RecordRows } from './record-rows.ts';

export interface RunSettings {
  readonly names: LogNames;
  /** Numbers of the log, a row each. */
  readonly tags: readonly number[];
  readonly seq?: number;
  readonly isReplay?: boolean;
  /** Columns and cells; by default row i is the value i, Good, at 1e15 + i µs. */
  readonly batch?: Partial<PointBatch>;
}

/** For tests: a record of the log with a row for each of `tags`. */
export function runOf({ names, tags, seq = 1, isReplay = false, batch }: RunSettings): RecordRun {
  const points: PointBatch = {
    count: tags.length,
    device: 1,
    origin: 'local',
    receivedUs: 1e15,
    tag: Uint32Array.from(tags),
    timeUs: Float64Array.from(tags, (_, row) => 1e15 + row),
    value: Float64Array.from(tags, (_, row) => row),
    status: new Uint32Array(tags.length),
    ...batch,
  };
  const place = { kind: 'batch', logId: 'log', segment: 1, lane: 0, seq, epoch: 1 } as const;
  return new RecordRows({ ...place, batch: points, names }, isReplay);
}

interface TakenMessage {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly points: number;
  readonly endRow: number;
}

/** For tests: the sink of messages that keeps them. */
export class TakenMessages implements MessageSink {
  readonly messages: TakenMessage[] = [];

  push(topic: string, payload: string | Buffer, points: number, endRow: number): void {
    this.messages.push({ topic, payload, points, endRow });
  }

  /** Takes what the format makes of a whole record. @returns false when it held back. */
  all(format: MessageFormat, run: RecordRun): boolean {
    for (let row = 0; row < run.batch.count; ) {
      const next = format.encode(run, row, this);
      if (next === row) return false;
      row = next;
    }
    return true;
  }

  /** The payloads, parsed as JSON. */
  bodies(): unknown[] {
    return this.messages.map(({ payload }) => JSON.parse(payload.toString()) as unknown);
  }
}
