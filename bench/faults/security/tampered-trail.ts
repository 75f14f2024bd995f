import { createHmac, randomBytes } from 'node:crypto';
import type { AuditKeys } from '../../../src-main/access/audit/audit-keys.ts';
import { readLine, sealLine } from '../../../src-main/access/audit/audit-line.ts';
import { checkLines } from '../../../src-main/access/audit/trail-rig.ts';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';

/** How often a trail was altered, and where that was not seen. */
export interface Tampering {
  readonly tried: number;
  readonly missed: readonly string[];
}

const NO_HEAD = { seq: 0, mac: '0'.repeat(64) };
/** `,"mac":"…"}` at the end of a line. */
const SEAL_BYTES = 74;
/** Of cuts, each so many is looked for in the whole trail; the others in the two lines before it. */
const WHOLE_EACH = 50;

/**
 * The ways of altering a trail without leaving a mark (reliability reference, row 36). Only what stands around the place
 * is looked at each time, because a chain is checked line by line: what is found there is found in the whole.
 */
export class TamperedTrail {
  readonly #lines: readonly Buffer[];
  readonly #keys: AuditKeys;
  readonly #kept: AuditCheckpoint;
  #tried = 0;
  #missed: string[] = [];

  /** @param kept its last checkpoint, kept elsewhere. */
  constructor(lines: readonly Buffer[], keys: AuditKeys, kept: AuditCheckpoint) {
    this.#lines = lines;
    this.#keys = keys;
    this.#kept = kept;
  }

  /** One bit of each byte, or each bit; a flip that makes a line end parts the line in two, and neither half is sealed. */
  flipped(bits: readonly number[]): Tampering {
    for (const [index, line] of this.#lines.entries()) {
      for (let at = 0; at < line.length; at++) {
        const old = line[at]!;
        for (const bit of bits) {
          line[at] = old ^ (1 << ((at + bit) % 8));
          this.#see(!readLine(this.#keys.seal, line).isSealed, `byte ${at} of line ${index}, bit ${(at + bit) % 8}`);
        }
        line[at] = old;
      }
    }
    for (let index = 1; index + 2 < this.#lines.length; index++) {
      const [before, own, next, after] = this.#around(index);
      const joined = Buffer.concat([own, Buffer.from([10 ^ (1 << (index % 8))]), next]);
      this.#see(this.#isFound([before, joined, after]), `the end of line ${index}`);
    }
    return this.#done();
  }

  /** Each entry dropped, swapped with the next, doubled, and another one put in. */
  moved(): Tampering {
    for (let index = 1; index + 2 < this.#lines.length; index++) {
      const [before, own, next, after] = this.#around(index);
      const other = this.#lines[(index * 7 + 3) % this.#lines.length]!;
      this.#see(this.#isFound([before, next, after]), `line ${index} dropped`);
      this.#see(this.#isFound([before, next, own, after]), `line ${index} swapped`);
      this.#see(this.#isFound([before, own, own, next]), `line ${index} doubled`);
      this.#see(this.#isFound([before, other, own, next]), `a line put before line ${index}`);
    }
    return this.#done();
  }

  /** Each entry sealed without the key; all of them; and all of them with a stolen key, which only the checkpoint shows. */
  sealedAnew(): Tampering {
    const foreign = randomBytes(32);
    for (const [index, line] of this.#lines.entries()) {
      const body = line.subarray(0, line.length - SEAL_BYTES);
      const mac = createHmac('sha256', foreign).update(body).update('}').digest('hex');
      const again = Buffer.concat([body, Buffer.from(`,"mac":"${mac}"}`)]);
      this.#see(!readLine(this.#keys.seal, again).isSealed, `line ${index} sealed without the key`);
    }
    const all = checkLines(this.#keys, this.#rewritten(foreign, this.#lines), [this.#kept]);
    this.#see(all.broken >= this.#lines.length, 'all sealed without the key');
    const { findings } = checkLines(this.#keys, this.#rewritten(this.#keys.seal, this.#lines.slice(0, -1)), [
      this.#kept,
    ]);
    const isSeen = findings.some(({ kind, entry }) => kind === 'checkpoint' && entry === this.#kept.seq);
    this.#see(isSeen, 'all rewritten with a stolen key');
    return this.#done();
  }

  /** The end cut off after each entry, and within each line. */
  cut(): Tampering {
    for (let length = 0; length < this.#kept.seq; length++) {
      const from = length % WHOLE_EACH === 0 ? 0 : Math.max(0, length - 2);
      const { findings } = checkLines(this.#keys, this.#lines.slice(from, length), [this.#kept]);
      const isSeen = findings.some(({ kind, entry }) => kind === 'cut' && entry === length);
      this.#see(isSeen, `cut after entry ${length}`);
    }
    for (const [index, line] of this.#lines.entries())
      for (let length = 1; length < line.length; length++)
        this.#see(!readLine(this.#keys.seal, line.subarray(0, length)).isSealed, `line ${index} cut at ${length}`);
    return this.#done();
  }

  #around(index: number): [Buffer, Buffer, Buffer, Buffer] {
    return this.#lines.slice(index - 1, index + 3) as [Buffer, Buffer, Buffer, Buffer];
  }

  /** Whether a part of a trail has a break, apart from where it begins and ends. */
  #isFound(part: readonly Buffer[]): boolean {
    const from = readLine(this.#keys.seal, part[0]!).seq;
    return checkLines(this.#keys, part).findings.some(({ kind, entry }) => !(kind === 'missing' && entry === from));
  }

  /** The same entries in a chain of their own, one of them about something else. */
  #rewritten(key: Buffer, lines: readonly Buffer[]): Buffer[] {
    let head = NO_HEAD;
    return lines.map((line, index) => {
      const { seq: _seq, prev: _prev, mac: _mac, ...fields } = JSON.parse(line.toString());
      const other = index === Math.floor(lines.length / 2) ? { object: 'tag boiler/other' } : {};
      const sealed = sealLine(key, head, { ...fields, ...other });
      ({ head } = sealed);
      return Buffer.from(sealed.line.trimEnd());
    });
  }

  #see(isFound: boolean, what: string): void {
    this.#tried++;
    if (!isFound) this.#missed.push(what);
  }

  #done(): Tampering {
    const seen = { tried: this.#tried, missed: this.#missed };
    this.#tried = 0;
    this.#missed = [];
    return seen;
  }
}
