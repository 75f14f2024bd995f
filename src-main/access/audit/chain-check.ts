import type { AuditFinding } from '../../../src-shared/contract/audit.ts';
import type { AuditCheckpoint, AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { NO_ENTRY, readLine } from './audit-line.ts';
import { isSigned } from './checkpoint.ts';

/** What a look through a trail found. */
export interface TrailCheck {
  readonly first: number;
  readonly last: number;
  /** The seal of the last one. */
  readonly head: string;
  readonly entries: number;
  /** The first so many. */
  readonly findings: readonly AuditFinding[];
  readonly broken: number;
}

const MOST_FINDINGS = 100;
const CHECKPOINT = '"action":"audit.checkpoint"';
const REMOVED = '"action":"audit.removed"';

/**
 * Checks the lines of a trail one after another. An entry that was altered is named by its number, and the rest is
 * checked against what stands there, so that each break is named by itself.
 */
export class ChainCheck {
  readonly #keys: Pick<AuditKeys, 'seal' | 'trail' | 'publicKey'>;
  /** What has to stand in the trail, by the number of the entry. */
  readonly #awaited = new Map<number, AuditCheckpoint[]>();
  readonly #findings: AuditFinding[] = [];
  #broken = 0;
  #entries = 0;
  #first = 0;
  #last = 0;
  /** The seal of the last line; undefined where it cannot be read. */
  #mac: string | undefined = NO_ENTRY.mac;
  #wasBroken = false;
  /** The seal that stands before the first entry that is kept, unless that is the first of all. */
  #before: string | undefined;
  #isRemovalNamed = true;

  constructor(keys: Pick<AuditKeys, 'seal' | 'trail' | 'publicKey'>, checkpoints: readonly AuditCheckpoint[]) {
    this.#keys = keys;
    for (const checkpoint of checkpoints) {
      const fault = this.#faultOf(checkpoint);
      if (fault !== undefined) this.#find('checkpoint', checkpoint.seq, fault);
      else this.#awaited.set(checkpoint.seq, [...(this.#awaited.get(checkpoint.seq) ?? []), checkpoint]);
    }
  }

  get last(): number {
    return this.#last;
  }

  get entries(): number {
    return this.#entries;
  }

  /** The next line, without its newline. */
  line(line: Buffer): void {
    const { seq, prev, mac, isSealed } = readLine(this.#keys.seal, line);
    this.#entries++;
    if (this.#entries === 1) this.#begin(isSealed ? seq! : 1, prev);
    const expected = this.#last + 1;
    if (!isSealed) {
      this.#find('altered', expected, `Entry ${expected} was altered after it was written.`);
      // What an altered line says of its number is not believed.
      this.#last = expected;
      this.#mac = mac;
      this.#wasBroken = true;
      this.#meet(undefined);
      return;
    }
    this.#place(seq!, prev!, expected);
    this.#last = seq!;
    this.#mac = mac;
    this.#wasBroken = false;
    this.#meet(mac);
    if (line.includes(CHECKPOINT) || line.includes(REMOVED)) this.#own(line, seq!, prev!);
  }

  /** Bytes behind the last whole line of a file. */
  torn(bytes: number): void {
    const entry = this.#last + 1;
    this.#find('torn', entry, `${bytes} bytes behind entry ${this.#last} are not chained: an append that was cut off.`);
  }

  end(): TrailCheck {
    if (!this.#isRemovalNamed) {
      const text = `Entries before ${this.#first} are missing, and no entry says that they were removed.`;
      this.#find('missing', this.#first, text);
    }
    for (const [seq, [checkpoint]] of this.#awaited) {
      if (seq > this.#last) {
        const text = `The trail was cut after entry ${this.#last}: it had ${seq} at ${checkpoint!.time}.`;
        this.#find('cut', this.#last, text);
      }
    }
    const { first, last, head, entries } = {
      ...{ first: this.#first, last: this.#last, head: this.#mac ?? '', entries: this.#entries },
    };
    return { first, last, head, entries, findings: this.#findings, broken: this.#broken };
  }

  #begin(seq: number, prev: string | undefined): void {
    this.#first = seq;
    this.#last = seq - 1;
    if (seq === 1) return;
    this.#mac = prev;
    this.#before = prev;
    this.#isRemovalNamed = false;
  }

  #place(seq: number, prev: string, expected: number): void {
    // Behind a line that was altered nothing can be said of the link; the numbers still have to follow.
    const isLinked = this.#wasBroken || prev === this.#mac;
    if (seq === expected && isLinked) return;
    if (seq === expected) {
      this.#find('missing', seq, `Entry ${seq} does not follow the one before: that one was put in or replaced.`);
    } else if (seq > expected) {
      const range = seq - 1 === expected ? `Entry ${expected} is` : `Entries ${expected}–${seq - 1} are`;
      this.#find('missing', expected, `${range} missing: taken out, or moved.`);
    } else {
      this.#find(
        'missing',
        expected,
        `Where entry ${expected} should stand is entry ${seq}: entries were moved or put in.`,
      );
    }
  }

  /** What a checkpoint says of this entry. */
  #meet(mac: string | undefined): void {
    for (const checkpoint of this.#awaited.get(this.#last) ?? []) {
      if (checkpoint.head === mac) continue;
      const text = `Entry ${this.#last} is not the one that was signed at ${checkpoint.time}: the trail was rewritten.`;
      this.#find('checkpoint', this.#last, text);
    }
  }

  #own(line: Buffer, seq: number, prev: string): void {
    const { action, before, after } = JSON.parse(line.toString('utf8')) as AuditEntry;
    if (action === 'audit.checkpoint') {
      const checkpoint = after as AuditCheckpoint;
      const isOfThis = checkpoint.seq === seq - 1 && checkpoint.head === prev;
      const fault = isOfThis ? this.#faultOf(checkpoint) : 'The checkpoint is not of the entry before it.';
      if (fault !== undefined) this.#find('checkpoint', seq, fault);
    } else if (action === 'audit.removed') {
      const { last, head } = before as { last: number; head: string };
      if (last === this.#first - 1 && head === this.#before) this.#isRemovalNamed = true;
    }
  }

  #faultOf(checkpoint: AuditCheckpoint): string | undefined {
    if (!isSigned(checkpoint)) return `The checkpoint of entry ${checkpoint.seq} is not as it was signed.`;
    if (checkpoint.key !== this.#keys.publicKey)
      return `The checkpoint of entry ${checkpoint.seq} was signed with another key than the one of this trail.`;
    if (checkpoint.trail !== this.#keys.trail) return `The checkpoint of entry ${checkpoint.seq} is of another trail.`;
    return undefined;
  }

  #find(kind: AuditFinding['kind'], entry: number, text: string): void {
    this.#broken++;
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push({ kind, entry, text });
  }
}
