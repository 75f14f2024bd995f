import type { RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';

const MINUTE_MS = 60_000;
/** Sources that are told apart within a minute; the others are one. */
const MOST = 100;

/** Requests beyond a limit: one entry a minute for each limit and source, with how many they were. */
export class LimitHits implements Disposable {
  readonly #record: RecordAudit;
  readonly #timer: Disposable;
  readonly #hits = new Map<string, { readonly limit: string; readonly source: string; count: number }>();

  constructor(record: RecordAudit, clock: Clock) {
    this.#record = record;
    this.#timer = clock.every(MINUTE_MS, () => this.#tell());
  }

  /** @param limit in a word: `connections`, `calls`, `logins`. @param source an address, or who calls. */
  hit(limit: string, source: string): void {
    const isKnown = this.#hits.has(`${limit} ${source}`) || this.#hits.size < MOST;
    const from = isKnown ? source : 'others';
    const key = `${limit} ${from}`;
    const row = this.#hits.get(key);
    if (row) row.count++;
    else this.#hits.set(key, { limit, source: from, count: 1 });
  }

  dispose(): void {
    void this.#timer.dispose();
    this.#tell();
  }

  #tell(): void {
    const rows = [...this.#hits.values()];
    this.#hits.clear();
    for (const { limit, source, count } of rows) {
      void this.#record({
        ...{ actor: { kind: 'system' }, interface: 'system', action: 'limit.hit', object: limit, result: 'refused' },
        after: { source, count },
      }).catch(() => undefined);
    }
  }
}
