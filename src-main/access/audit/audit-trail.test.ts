import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import type { AuditTrail, AuditTrailOptions } from './audit-trail.ts';
import { trailFiles, trailPath } from './trail-files.ts';
import { checkLines, did, TrailRig } from './trail-rig.ts';

let rig: TrailRig;
beforeEach(() => {
  rig = new TrailRig();
});
afterEach(() => rig.dispose());

const open = (more: Partial<AuditTrailOptions> = {}): Promise<AuditTrail> => rig.open(more);

const entries = (): AuditEntry[] =>
  rig
    .bytes()
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEntry);

describe('an audit trail', () => {
  test('chains what it is told, in order, and goes on after a restart', async () => {
    const trail = await open();
    await Promise.all([1, 2, 3].map((n) => trail.record(did({ object: `device d${n}`, reason: 'why' }))));
    await trail.dispose();
    const again = await open();
    await again.record(did({ action: 'session.login' }));
    await again.dispose();
    const all = entries();
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all.slice(1).every(({ prev }, index) => prev === all[index]!.mac)).toBe(true);
    expect(all.map(({ action, epoch }) => `${epoch} ${action}`)).toEqual([
      '1 audit.begun',
      '1 device.saved',
      '1 device.saved',
      '1 device.saved',
      '1 audit.checkpoint',
      '2 session.login',
      '2 audit.checkpoint',
    ]);
    expect(all[1]).toMatchObject({ actor: { kind: 'user', id: 'jdoe' }, node: 'edge-1', configVersion: 7 });
  });

  test('writes what has happened as soon as it takes entries again, each once', async () => {
    const trail = await open();
    // More than may wait for the disk: the last ones are not taken.
    const waiting = Array.from({ length: 20_000 }, () => trail.record(did({})));
    const ends = Array.from({ length: 1_000 }, (_, n) =>
      trail.recordHappened(did({ action: 'write.done', object: `tag boiler/t${n}` })),
    );
    const taken = await Promise.allSettled(ends);
    expect(taken.some(({ status }) => status === 'rejected')).toBe(true);
    await Promise.allSettled(waiting);
    await trail.record(did({ action: 'session.login' }));
    await trail.dispose();
    const done = entries().filter(({ action }) => action === 'write.done');
    expect(done.map(({ object }) => object).toSorted()).toEqual(ends.map((_, n) => `tag boiler/t${n}`).toSorted());
  });

  test('hides secrets and escapes what could fake a line', async () => {
    const trail = await open();
    await trail.record(
      did({
        object: 'user a\n{"seq":9',
        after: { name: 'a', password: 'hunter2', deep: { apiKey: 'k-123' } },
        reason: 'token=abc123',
      }),
    );
    await trail.dispose();
    const text = readFileSync(trailPath(rig.folder, 1), 'utf8');
    expect(text).not.toMatch(/hunter2|k-123|abc123/);
    expect(entries()[1]).toMatchObject({ object: 'user a\\n{"seq":9', after: { name: 'a', password: '[hidden]' } });
  });

  test('names a large value by its hash', async () => {
    const trail = await open();
    await trail.record(did({ after: { text: Array.from({ length: 20 }, () => 'x'.repeat(900)) } }));
    await trail.dispose();
    expect(entries()[1]!.after).toMatchObject({
      characters: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('cuts off what a crash left half written, and says so', async () => {
    const trail = await open();
    await trail.record(did());
    await trail.dispose();
    const path = trailPath(rig.folder, 1);
    appendFileSync(path, '{"seq":4,"time":"20');
    const again = await open();
    await again.dispose();
    const all = entries();
    expect(all.at(-2)).toMatchObject({ seq: 4, action: 'audit.mended', after: { bytes: 19 } });
    expect(all.slice(1).every(({ prev }, index) => prev === all[index]!.mac)).toBe(true);
  });

  test('says at the start that its end was altered', async () => {
    const trail = await open();
    await trail.record(did());
    await trail.record(did());
    await trail.dispose();
    const path = trailPath(rig.folder, 1);
    const text = readFileSync(path, 'utf8').replace('device.saved', 'device.seved');
    writeFileSync(path, text);
    const again = await open();
    expect(again.found.broken).toBe(2);
    await again.dispose();
    expect(entries().find(({ action }) => action === 'audit.broken')).toMatchObject({
      after: { entry: 2 },
      result: 'failed',
    });
  });

  test('puts a signed checkpoint after so many entries', async () => {
    const trail = await open({ checkpointEntries: 10 });
    await Promise.all(Array.from({ length: 25 }, () => trail.record(did())));
    const checkpoints = entries().filter(({ action }) => action === 'audit.checkpoint');
    expect(checkpoints.map(({ seq }) => seq)).toEqual([11, 21]);
    expect(trail.state.checkpoint).toMatchObject({ seq: 20, count: 20, head: checkpoints[1]!.prev });
    await trail.dispose();
  });

  test('begins a new file before one grows too large, and removes the oldest by name', async () => {
    const trail = await open({ fileBytes: 4_000 });
    for (let n = 0; n < 60; n++) await trail.record(did());
    await trail.dispose();
    const folder = rig.folder;
    const files = trailFiles(folder);
    expect(files.length).toBeLessThanOrEqual(4);
    expect(files[0]).toBeGreaterThan(1);
    for (const file of files) expect(statSync(trailPath(folder, file)).size).toBeLessThanOrEqual(4_000);
    const all = entries();
    const removed = all.filter(({ action }) => action === 'audit.removed').at(-1)!;
    expect(removed.before).toMatchObject({ last: all[0]!.seq - 1, head: all[0]!.prev });
  });

  test('takes no checkpoint that was altered or made with another key', async () => {
    const kept = await rig.written(5);
    const lines = rig
      .bytes()
      .toString('latin1')
      .trimEnd()
      .split('\n')
      .map((line) => Buffer.from(line, 'latin1'));
    const other = new TrailRig();
    const foreign = await other.written(3);
    other.dispose();
    const said = [{ ...kept, seq: kept.seq - 1 }, foreign, kept].map(
      (one) => checkLines(rig.keys, lines, [one]).findings[0]?.text,
    );
    expect(said[0]).toContain('is not as it was signed');
    expect(said[1]).toContain('another key');
    expect(said[2]).toBeUndefined();
  });
});
