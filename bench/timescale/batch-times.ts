import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { nameOf } from './database-name.ts';

/** Of a run, what comes before this counts for nobody: caches are cold, tags get their ids. */
const WARM_MS = 2_000;
/** By `log_line_prefix` the process and the seconds since 1970 come first; lines that go on begin with a tab. */
export const LINE_PREFIX = '%p %n ';
const STATEMENT = /^(\d+) ([\d.]+) LOG: {2}duration: ([\d.]+) ms {2}\w+[^:]*: ((?:.|\n\t)*)/gm;

/** Times of batches as the server itself notes them: from the first byte of their transaction to the end of its commit. */
export class BatchTimes {
  readonly #times: { readonly endMs: number; readonly ms: number }[] = [];
  /** By process, when its open transaction began. */
  readonly #begun = new Map<string, number>();
  #text = '';

  /** Has the server note every statement of a database, and reads it from its log. */
  static async of(postgres: PostgresProcess, url: string): Promise<BatchTimes> {
    await postgres.sql(`ALTER DATABASE ${nameOf(url)} SET log_min_duration_statement = 0`);
    const times = new BatchTimes();
    postgres.logged.on((text) => times.#hear(text));
    return times;
  }

  /** In the order in which they ended, ms. */
  get ms(): number[] {
    const fromMs = (this.#times[0]?.endMs ?? 0) + WARM_MS;
    return this.#times.filter(({ endMs }) => endMs >= fromMs).map(({ ms }) => ms);
  }

  #hear(text: string): void {
    this.#text += text;
    // The last line may not have come whole.
    const end = this.#text.lastIndexOf('\n', this.#text.length - 2) + 1;
    for (const [, pid, seconds, ms, statement] of this.#text.slice(0, end).matchAll(STATEMENT))
      this.#note(pid!, Number(seconds) * 1_000, Number(ms), statement!);
    this.#text = this.#text.slice(end);
  }

  #note(pid: string, endMs: number, ms: number, statement: string): void {
    if (/^\s*BEGIN/.test(statement)) this.#begun.set(pid, endMs - ms);
    const begun = this.#begun.get(pid);
    if (begun === undefined) {
      if (statement.includes('COPY')) this.#times.push({ endMs, ms });
    } else if (/(COMMIT|ROLLBACK)\s*$/.test(statement)) {
      this.#begun.delete(pid);
      this.#times.push({ endMs, ms: endMs - begun });
    }
  }
}
