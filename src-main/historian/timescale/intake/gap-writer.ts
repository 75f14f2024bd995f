import type { Clock } from '../../../kernel/clock.ts';
import type { GapRecord } from '../../../log/log-reader.ts';
import type { Database } from '../link/database.ts';
import { backOffMs } from './back-off.ts';

/** Stands for every device. */
const EVERY_DEVICE = '';

/** What writing gaps needs of the store. */
export interface GapParts {
  readonly database: Database;
  readonly projectUid: string;
  readonly clock: Clock;
  /** The first pause of the back-off. */
  readonly retryMs: number;
  readonly closing: AbortSignal;
  attempted(writer: object, error?: unknown): void;
}

/** Writes the gaps that the log tells of. Writing the same gap again changes nothing. */
export class GapWriter {
  readonly #parts: GapParts;
  #waiting: GapRecord[] = [];
  #loop: Promise<void> | undefined;

  constructor(parts: GapParts) {
    this.#parts = parts;
  }

  /** The oldest segment whose gaps are not written yet. */
  get oldestSegment(): number {
    return this.#waiting[0]?.segment ?? Number.POSITIVE_INFINITY;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when nothing waits any more. */
  get idle(): Promise<void> {
    return this.#loop ?? Promise.resolve();
  }

  take(record: GapRecord): void {
    this.#waiting.push(record);
    this.#loop ??= this.#writeAll().finally(() => {
      this.#loop = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    const { clock, closing, retryMs } = this.#parts;
    for (let failures = 0; this.#waiting.length > 0 && !closing.aborted; ) {
      const gaps = [...this.#waiting];
      try {
        await this.#write(gaps);
        this.#waiting = this.#waiting.slice(gaps.length);
        failures = 0;
        this.#parts.attempted(this);
      } catch (error) {
        if (closing.aborted) return;
        this.#parts.attempted(this, error);
        await clock.sleep(backOffMs(++failures, retryMs, Math.random()), closing).catch(() => undefined);
      }
    }
  }

  async #write(records: readonly GapRecord[]): Promise<void> {
    const { database, projectUid, closing } = this.#parts;
    const rows = records.flatMap(({ gap }) => [
      { device: EVERY_DEVICE, fromUs: gap.fromUs, toUs: gap.toUs, reason: gap.reason },
      ...[...gap.devices].map(([device, fromUs]) => ({ device, fromUs, toUs: gap.toUs, reason: gap.reason })),
    ]);
    const sql = `INSERT INTO ${database.schema}.gaps (project_uid, device_uid, from_us, to_us, reason)
      SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[]) ON CONFLICT DO NOTHING`;
    const columns = [
      rows.map(({ device }) => device),
      rows.map(({ fromUs }) => Math.round(fromUs)),
      rows.map(({ toUs }) => Math.round(toUs)),
      rows.map(({ reason }) => reason),
    ];
    await database.query(sql, [projectUid, ...columns], closing);
  }
}
