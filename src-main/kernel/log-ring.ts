import { Emitter } from './emitter.ts';
import { fieldsText } from './log-line.ts';
import type { LogFields, LogLevel } from './logger.ts';

/** A line of the log as a window shows it. */
export interface KeptLine {
  /** Rises with every line, also over restarts: it begins with the time of the start. */
  readonly seq: number;
  /** Wall clock, µs since 1970 UTC. */
  readonly timeUs: number;
  readonly level: LogLevel;
  /** The worker thread or part that speaks; `engine` where none is named. */
  readonly source: string;
  readonly device: string | null;
  readonly text: string;
  /** The other fields: `code=NX_NET_REFUSED  repeated=4`. */
  readonly detail: string;
}

/** Lines from somewhere on, and how many before them are no longer kept. */
export interface KeptLines {
  readonly lines: readonly KeptLine[];
  readonly missed: number;
}

const KEPT = 2_000;
const MAX_DETAIL = 2_000;

/** The last lines of the log, for windows that look later. Bounded in lines and in the length of each. */
export class LogRing {
  /** The number of each new line. */
  readonly added = new Emitter<number>();
  readonly #lines: (KeptLine | undefined)[] = Array.from({ length: KEPT });
  readonly #first: number;
  #next: number;

  /** @param startUs wall clock; lines are numbered from here. */
  constructor(startUs: number) {
    this.#first = startUs;
    this.#next = startUs;
  }

  /** The number of the newest line. */
  get newest(): number {
    return this.#next - 1;
  }

  /** Lines that had to leave for newer ones. */
  get dropped(): number {
    return Math.max(0, this.#next - this.#first - KEPT);
  }

  /** Takes a line whose text and fields are clean already. */
  add(timeUs: number, level: LogLevel, text: string, fields: LogFields): void {
    const { device, host, part, ...others } = fields;
    const seq = this.#next++;
    this.#lines[seq % KEPT] = {
      seq,
      timeUs,
      level,
      source: nameOf(host) ?? nameOf(part) ?? 'engine',
      device: nameOf(device) ?? null,
      text,
      detail: fieldsText(others).slice(0, MAX_DETAIL),
    };
    this.added.emit(seq);
  }

  /** At most `limit` lines after the one with that number, oldest first. A number that is still to come means all. */
  after(seq: number, limit: number): KeptLines {
    const oldest = this.#first + this.dropped;
    const wanted = seq > this.newest ? oldest : Math.max(seq + 1, this.#first);
    const from = Math.max(wanted, oldest);
    return { lines: this.#slice(from, Math.min(this.#next, from + limit)), missed: from - wanted };
  }

  /** The newest lines that pass, oldest first. */
  recent(limit: number, passes: (line: KeptLine) => boolean): readonly KeptLine[] {
    const all = this.#slice(this.#first + this.dropped, this.#next);
    return all.filter(passes).slice(-limit);
  }

  #slice(from: number, to: number): readonly KeptLine[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => this.#lines[(from + at) % KEPT]!);
  }
}

const nameOf = (field: unknown): string | undefined => (typeof field === 'string' && field !== '' ? field : undefined);
