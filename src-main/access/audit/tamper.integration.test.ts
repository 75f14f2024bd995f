import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { readLine, sealLine } from './audit-line.ts';
import { checkLines, TrailRig } from './trail-rig.ts';
import { verifyTrail } from './verify-trail.ts';

/*
 * Reliability reference, row 36: of a log of 1,000 entries every byte flipped, every cut, every entry dropped, swapped,
 * doubled or sealed anew without the key is found out. Only what stands around the place is looked at each time, because
 * a chain is checked line by line: what is found there is found in the whole; a sample is looked through as a whole.
 */

const ENTRIES = 1_000;
const rig = new TrailRig();
let lines: Buffer[];
let kept: AuditCheckpoint;
let keys: AuditKeys;

beforeAll(async () => {
  kept = await rig.written(ENTRIES);
  ({ keys } = rig);
  const text = rig.bytes().toString('latin1');
  lines = text
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'));
});
afterAll(() => rig.dispose());

/** Whether a part of a trail has a break, apart from where it begins and ends. */
function isFound(part: readonly Buffer[]): boolean {
  const from = readLine(keys.seal, part[0]!).seq;
  return checkLines(keys, part).findings.some(({ kind, entry }) => !(kind === 'missing' && entry === from));
}

describe('a trail of 1,000 entries', () => {
  test('is whole as it was written', async () => {
    expect(lines.length).toBeGreaterThan(ENTRIES);
    expect(checkLines(keys, lines, [kept])).toMatchObject({ broken: 0, entries: lines.length });
    expect(await verifyTrail({ folder: rig.folder, keys, checkpoints: [kept] })).toMatchObject({ broken: 0 });
  });

  test('shows every byte that was flipped', () => {
    const missed: string[] = [];
    let flips = 0;
    for (const [index, line] of lines.entries()) {
      for (let at = 0; at < line.length; at++) {
        const old = line[at]!;
        line[at] = old ^ (1 << (flips++ % 8));
        // A flip that makes a line end parts the line in two, and neither half is sealed.
        if (readLine(keys.seal, line).isSealed) missed.push(`${index}:${at}`);
        line[at] = old;
      }
    }
    expect(missed).toEqual([]);
    expect(flips).toBeGreaterThan(300_000);
  });

  test('shows every line end that was flipped', () => {
    for (let index = 1; index + 2 < lines.length; index++) {
      const joined = Buffer.concat([lines[index]!, Buffer.from([10 ^ (1 << (index % 8))]), lines[index + 1]!]);
      expect(isFound([lines[index - 1]!, joined, lines[index + 2]!])).toBe(true);
    }
  });

  test('shows every entry that was dropped, swapped with the next, doubled, or put elsewhere', () => {
    for (let index = 1; index + 2 < lines.length; index++) {
      const [before, own, next, after] = lines.slice(index - 1, index + 3) as [Buffer, Buffer, Buffer, Buffer];
      expect(isFound([before, next, after])).toBe(true);
      expect(isFound([before, next, own, after])).toBe(true);
      expect(isFound([before, own, own, next])).toBe(true);
      expect(isFound([before, lines[(index * 7 + 3) % lines.length]!, own, next])).toBe(true);
    }
  });

  test('shows every entry that was sealed anew without the key, and all that were', () => {
    const foreign = randomBytes(32);
    for (const line of lines) {
      const body = line.subarray(0, line.length - 74);
      const mac = createHmac('sha256', foreign).update(body).update('}').digest('hex');
      const again = Buffer.concat([body, Buffer.from(`,"mac":"${mac}"}`)]);
      expect(readLine(keys.seal, again).isSealed).toBe(false);
    }
    let head = { seq: 0, mac: '0'.repeat(64) };
    const rewritten = lines.map((line) => {
      const { seq: _seq, prev: _prev, mac: _mac, ...fields } = JSON.parse(line.toString());
      const sealed = sealLine(foreign, head, fields);
      ({ head } = sealed);
      return Buffer.from(sealed.line.trimEnd());
    });
    expect(checkLines(keys, rewritten, [kept]).broken).toBeGreaterThanOrEqual(lines.length);
    // With a stolen key the chain itself holds: the checkpoint that was kept elsewhere does not.
    head = { seq: 0, mac: '0'.repeat(64) };
    const stolen = lines.slice(0, -1).map((line, index) => {
      const { seq: _seq, prev: _prev, mac: _mac, ...fields } = JSON.parse(line.toString());
      const sealed = sealLine(keys.seal, head, index === 500 ? { ...fields, object: 'tag boiler/other' } : fields);
      ({ head } = sealed);
      return Buffer.from(sealed.line.trimEnd());
    });
    const { findings } = checkLines(keys, stolen, [kept]);
    expect(findings.some(({ kind, entry }) => kind === 'checkpoint' && entry === kept.seq)).toBe(true);
  });

  test('shows every cut of its end by the checkpoint that was kept elsewhere', () => {
    for (let length = 0; length < kept.seq; length++) {
      const { findings } = checkLines(keys, lines.slice(0, length), [kept]);
      expect(findings.map(({ kind, entry }) => `${kind} ${entry}`)).toEqual([`cut ${length}`]);
    }
  });

  test('takes no part of a line for a line, wherever it was cut', () => {
    const taken: string[] = [];
    for (const [index, line] of lines.entries())
      for (let length = 1; length < line.length; length++)
        if (readLine(keys.seal, line.subarray(0, length)).isSealed) taken.push(`${index}:${length}`);
    expect(taken).toEqual([]);
  });

  test('names a cut in the middle of a line, in the files themselves', async () => {
    const whole = rig.bytes();
    const sample = Array.from({ length: 40 }, (_, n) => Math.floor((n + 0.5) * (whole.length / 40)));
    for (const length of sample) {
      if (whole[length - 1] === 10) continue;
      rig.replace(whole.subarray(0, length));
      const { findings } = await verifyTrail({ folder: rig.folder, keys, checkpoints: [kept] });
      expect(findings.map(({ kind }) => kind)).toEqual(['torn', 'cut']);
    }
    rig.replace(whole);
  });

  test('takes no checkpoint that was altered, of another trail or of another key', async () => {
    const other = new TrailRig();
    const foreign = await other.written(3);
    const forged = { ...kept, seq: kept.seq - 1 };
    const checks = [forged, foreign].map((one) => checkLines(keys, lines, [one]).findings[0]?.text);
    expect(checks[0]).toContain('is not as it was signed');
    expect(checks[1]).toContain('another key');
    other.dispose();
  });
});
