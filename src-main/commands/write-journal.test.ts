import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../kernel/logger.ts';
import type { ArmingEntry } from './arming-entry.ts';
import type { PublishEntry } from './publish-entry.ts';
import { receiptOf } from './receipt.ts';
import type { SettledWrite, WriteCommand } from './write-command.ts';
import { type JournalEntry, type WriteIntent, WriteJournal } from './write-journal.ts';

const NOW_US = 1_700_000_000_000_000;
const logger = createLogger('error');
const SMALL = { fileBytes: 2_000, files: 3, reserveBytes: 0 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (nowUs = NOW_US, options = SMALL): Promise<WriteJournal> =>
  WriteJournal.open(folder, nowUs, logger, options);

const intent = (id: string, atUs = NOW_US): WriteIntent => ({
  id,
  hash: `hash of ${id}`,
  atUs,
  device: 'boiler',
  tag: 'setpoint',
  tagUid: 'u',
  value: 42,
  previous: 41,
  actor: 'mqtt',
  via: 'mqtt',
  reason: null,
});

function ended(id: string, status: 'DONE' | 'REJECTED'): SettledWrite {
  const command = { requestId: id, device: 'boiler', tag: 'setpoint', value: 42 } as WriteCommand;
  const end =
    status === 'DONE'
      ? ({ done: { kind: 'done', verified: false, tookMs: 3 } } as const)
      : ({ refusal: { code: 'BUSY', message: 'Full.' } } as const);
  return {
    receipt: receiptOf(command, end, 41, NOW_US, 3),
    hash: `hash of ${id}`,
    actor: 'mqtt',
    via: 'mqtt',
    reason: null,
  };
}

describe('the journal of writes', () => {
  it('knows the end of a command after a restart, and what was asked', async () => {
    const first = await open();
    await first.intent(intent('a'));
    await first.end(ended('a', 'DONE'));
    await first.dispose();
    const second = await open();
    expect(second.find('a')).toMatchObject({ hash: 'hash of a', end: { status: 'DONE', previous: 41 } });
    expect(second.orphans).toEqual([]);
    await second.dispose();
  });

  it('settles a command that a crash cut off as UNKNOWN, once', async () => {
    const first = await open();
    await first.intent(intent('a'));
    await first.dispose();
    const second = await open();
    expect(second.orphans).toMatchObject([{ receipt: { request_id: 'a', status: 'UNKNOWN', success: false } }]);
    expect(second.find('a')?.end?.status).toBe('UNKNOWN');
    await second.dispose();
    const third = await open();
    expect(third.orphans).toEqual([]);
    expect(third.find('a')?.end?.status).toBe('UNKNOWN');
    await third.dispose();
  });

  it('cuts off a torn last line and goes on', async () => {
    const first = await open();
    await first.intent(intent('a'));
    await first.end(ended('a', 'DONE'));
    await first.dispose();
    appendFileSync(join(folder, readdirSync(folder).at(-1)!), '{"kind":"inte');
    const second = await open();
    await second.intent(intent('b'));
    await second.end(ended('b', 'DONE'));
    await second.dispose();
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    for (const line of text.split('\n').filter(Boolean)) expect(() => JSON.parse(line) as unknown).not.toThrow();
    const third = await open();
    expect([third.find('a')?.end?.status, third.find('b')?.end?.status]).toEqual(['DONE', 'DONE']);
    await third.dispose();
  });

  it('keeps an intent open when another command with its id was refused meanwhile', async () => {
    const first = await open();
    await first.intent(intent('a'));
    await first.end({ ...ended('a', 'REJECTED'), hash: 'of another' });
    expect(first.find('a')).toMatchObject({ hash: 'hash of a', end: undefined });
    await first.dispose();
    const second = await open();
    expect(second.orphans).toMatchObject([{ receipt: { request_id: 'a', status: 'UNKNOWN' } }]);
    await second.dispose();
  });

  it('leaves the id of a refused command free', async () => {
    const journal = await open();
    await journal.end(ended('a', 'REJECTED'));
    expect(journal.find('a')).toBeUndefined();
    await journal.dispose();
  });

  it('forgets ids after a day', async () => {
    const first = await open();
    await first.intent(intent('old', NOW_US));
    await first.end(ended('old', 'DONE'));
    await first.dispose();
    const second = await open(NOW_US + 25 * 3_600e6);
    expect(second.find('old')).toBeUndefined();
    await second.dispose();
  });

  it('goes on in its newest file after a start, so that starts push nothing out', async () => {
    const roomy = { ...SMALL, fileBytes: 1_000_000 };
    for (let n = 0; n < 10; n++) {
      const journal = await open(NOW_US, roomy);
      await journal.intent(intent(`start ${n}`));
      await journal.end(ended(`start ${n}`, 'DONE'));
      await journal.dispose();
    }
    expect(readdirSync(folder)).toHaveLength(1);
    const last = await open(NOW_US, roomy);
    for (let n = 0; n < 10; n++) expect(last.find(`start ${n}`)?.end?.status).toBe('DONE');
    await last.dispose();
  });

  it('keeps to its number of files, and shows the last ends newest first', async () => {
    const journal = await open();
    for (let n = 0; n < 60; n++) await journal.end(ended(`r${n}`, 'REJECTED'));
    expect(readdirSync(folder).length).toBe(3);
    expect(journal.recent(2).map(({ receipt }) => receipt.request_id)).toEqual(['r59', 'r58']);
    await journal.dispose();
  });

  it('shares one sync between appends that come together', async () => {
    const journal = await open(NOW_US, { fileBytes: 10_000_000, files: 3, reserveBytes: 0 });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => journal.end(ended(`r${n}`, 'REJECTED'))));
    await journal.dispose();
    const again = await open(NOW_US);
    expect(again.recent(1_000).length).toBe(1_000);
    await again.dispose();
  });

  it('holds a reserve on the disk for itself alone', async () => {
    const journal = await open(NOW_US, { ...SMALL, reserveBytes: 4_096_000 });
    // Made while the journal is in use already.
    await journal.dispose();
    const { blocks, size } = statSync(join(folder, 'reserve'));
    expect(size).toBe(4_096_000);
    expect(blocks * 512).toBeGreaterThanOrEqual(4_096_000);
  });

  it('keeps who armed among what was written, in the order it happened, also over a restart', async () => {
    const first = await open();
    await first.arming(armed('x'));
    await first.intent(intent('a'));
    await first.end(ended('a', 'DONE'));
    await first.arming({ ...armed('x'), what: { kind: 'disarmed', cause: 'asked' } });
    expect(first.entries(10).map(wordOf)).toEqual(['disarmed asked', 'DONE', 'armed']);
    await first.dispose();
    const second = await open();
    expect(second.entries(10)).toEqual(first.entries(10));
    expect(second.entries(1).map(wordOf)).toEqual(['disarmed asked']);
    await second.dispose();
  });

  it('lists a message published by hand by its end, and one whose end a crash cut off as not known', async () => {
    const first = await open();
    await first.publish({ ...published('p', 'a/done'), outcome: 'begun' });
    expect(first.entries(10)).toEqual([]);
    await first.publish({ ...published('p', 'a/done'), outcome: 'done' });
    await first.publish({ ...published('q', 'a/cut'), outcome: 'begun' });
    await first.dispose();
    const second = await open();
    expect(second.entries(10).map(wordOf)).toEqual(['a/cut unknown', 'a/done done']);
    await second.dispose();
    const third = await open();
    expect(third.entries(10)).toHaveLength(2);
    await third.dispose();
  });

  it('ends what was armed when a crash came: nobody stays armed on paper', async () => {
    const first = await open();
    await first.arming(armed('x', NOW_US + 60e6));
    await first.dispose();
    const second = await open(NOW_US + 5e6);
    expect(second.entries(10)).toMatchObject([
      { arming: { id: 'x', atUs: NOW_US + 5e6, actor: 'me', what: { kind: 'disarmed', cause: 'engine_stopped' } } },
      { arming: { id: 'x', what: { kind: 'armed' } } },
    ]);
    await second.dispose();
    const third = await open(NOW_US + 9e6);
    expect(third.entries(10)).toHaveLength(2);
    await third.dispose();
  });
});

const published = (id: string, topic: string): Omit<PublishEntry, 'outcome'> => ({
  id,
  atUs: NOW_US,
  topic,
  bytes: 3,
  qos: 1,
  retain: false,
  actor: 'me',
  via: 'socket',
  reason: 'trying',
});

const armed = (id: string, untilUs = NOW_US): ArmingEntry => ({
  id,
  atUs: NOW_US,
  device: 'boiler',
  actor: 'me',
  via: 'socket',
  reason: 'loop check',
  what: { kind: 'armed', untilUs },
});

function wordOf(entry: JournalEntry): string {
  if (entry.kind === 'end') return entry.settled.receipt.status;
  if (entry.kind === 'publish') return `${entry.publish.topic} ${entry.publish.outcome}`;
  if (entry.kind === 'call') return `${entry.call.method} ${entry.call.outcome}`;
  const { what } = entry.arming;
  return what.kind === 'armed' ? 'armed' : `disarmed ${what.cause}`;
}
