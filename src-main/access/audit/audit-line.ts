import { createHmac } from 'node:crypto';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';

/** The last entry of a trail, or of a part of it. */
export interface TrailHead {
  readonly seq: number;
  /** The seal, in hexadecimal. */
  readonly mac: string;
}

/** What stands before the first entry. */
export const NO_ENTRY: TrailHead = { seq: 0, mac: '0'.repeat(64) };

/** An entry before it has its place in the chain. */
export type EntryFields = Omit<AuditEntry, 'seq' | 'prev' | 'mac'>;

/**
 * One line of a trail. The seal is an HMAC over everything before it, the seal of the entry before included: nobody
 * without the key can alter, move, leave out or put in an entry unseen.
 */
export function sealLine(key: Uint8Array, before: TrailHead, fields: EntryFields): { line: string; head: TrailHead } {
  const seq = before.seq + 1;
  const body = JSON.stringify({ seq, ...fields, prev: before.mac });
  const mac = createHmac('sha256', key).update(body).digest('hex');
  return { line: `${body.slice(0, -1)},"mac":"${mac}"}\n`, head: { seq, mac } };
}

/** How a line reads, before its place in the chain is looked at. */
export interface ReadLine {
  /** What it states of itself; undefined where that cannot be read. */
  readonly seq: number | undefined;
  readonly prev: string | undefined;
  readonly mac: string | undefined;
  /** Whether every byte is as it was sealed. */
  readonly isSealed: boolean;
}

const MAC_BYTES = ',"mac":"'.length + 64 + '"}'.length;
const PREV_BYTES = '"prev":"'.length + 64 + '"'.length;
const MAC = /^,"mac":"([0-9a-f]{64})"\}$/;
const PREV = /^"prev":"([0-9a-f]{64})"$/;
const SEQ = /^\{"seq":([1-9]\d{0,14}),/;
const NOT_A_LINE: ReadLine = { seq: undefined, prev: undefined, mac: undefined, isSealed: false };

/** Reads what a line states and whether its seal holds. @param line without its newline. */
export function readLine(key: Uint8Array, line: Buffer): ReadLine {
  const bodyEnd = line.length - MAC_BYTES;
  if (bodyEnd <= PREV_BYTES) return NOT_A_LINE;
  const mac = MAC.exec(line.toString('latin1', bodyEnd))?.[1];
  const prev = PREV.exec(line.toString('latin1', bodyEnd - PREV_BYTES, bodyEnd))?.[1];
  const seq = lineSeq(line);
  const own = mac && createHmac('sha256', key).update(line.subarray(0, bodyEnd)).update('}').digest('hex');
  return { seq, prev, mac, isSealed: mac !== undefined && own === mac && prev !== undefined && seq !== undefined };
}

/** The number that a line states. */
export function lineSeq(line: Buffer): number | undefined {
  const seq = SEQ.exec(line.toString('latin1', 0, 32))?.[1];
  return seq === undefined ? undefined : Number(seq);
}
