import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { silentLogger } from '../kernel/logger.ts';
import { counterFrame } from '../log/counter-frame.ts';
import { FaultyDisk } from '../log/faulty-disk.ts';
import { LogReader } from '../log/log-reader.ts';
import { LogWriter } from '../log/log-writer.ts';
import { Ingest, type IngestBalance } from './ingest.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';

const START = 1_763_700_000e6;
const TAGS = [1, 2];
let folder: string;
let disk: FaultyDisk;
let writer: LogWriter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-ingest-'));
  disk = new FaultyDisk();
  openLog();
});

afterEach(() => rmSync(folder, { recursive: true }));

function openLog(): void {
  writer = new LogWriter(disk, { segmentBytes: 8_192, queueBytes: 1e6, wallUs: () => START });
  writer.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
}

function write(count: number, from = 0): void {
  for (let n = from; n < from + count; n++) {
    writer.append(counterFrame(1, TAGS, n, START + n * 1e6), TAGS.length);
    if (n % 10 === 9) writer.commit();
  }
  writer.commit();
}

/** Carries all of the log into the historian's file, as one life of its host would. */
async function ingest(): Promise<{ balance: IngestBalance; trimBelow: number }> {
  const options = { databasePath: join(folder, 'historian.db'), projectUid: 'project 1', sealPoints: 200 };
  const store = SqliteStore.open(options, systemClock, silentLogger);
  const reader = new LogReader(disk);
  const carrier = new Ingest(reader, store);
  expect(carrier.balance()).toBeUndefined();
  carrier.head = writer.head;
  while ((await carrier.run(() => 0, 0)) === 'more');
  const result = { balance: carrier.balance()!, trimBelow: carrier.trimBelow() };
  reader.close();
  await store.close();
  return result;
}

const balanced = (part: Partial<IngestBalance>): IngestBalance => ({
  totalPoints: 0,
  deliveredPoints: 0,
  queuedPoints: 0,
  droppedPoints: 0,
  quarantinedPoints: 0,
  ...part,
});

describe('the balance of the historian', () => {
  it('is even after any number of starts', async () => {
    for (let life = 0; life < 4; life++) {
      write(300, life * 300);
      const total = (life + 1) * 600;
      expect((await ingest()).balance).toEqual(balanced({ totalPoints: total, deliveredPoints: total }));
      if (life === 1) openLog();
    }
  });

  it('stays even when what is sealed is trimmed from the log', async () => {
    write(600);
    const { trimBelow } = await ingest();
    const before = disk.list().length;
    writer.trim(trimBelow);
    expect(disk.list().length).toBeLessThan(before - 3);
    write(100, 600);
    expect((await ingest()).balance).toEqual(balanced({ totalPoints: 1_400, deliveredPoints: 1_400 }));
  });

  it('has segments sealed that the log wants to let go of, once they are read', async () => {
    const options = { databasePath: join(folder, 'historian.db'), projectUid: 'project 1' };
    const store = SqliteStore.open(options, systemClock, silentLogger);
    const carrier = new Ingest(new LogReader(disk), store);
    write(600);
    const { segment } = writer.head;
    expect(segment).toBeGreaterThan(3);
    carrier.release(segment);
    carrier.head = writer.head;
    while ((await carrier.run(() => 0, 0)) === 'more');
    expect(carrier.trimBelow()).toBe(segment);
    expect(carrier.balance()).toEqual(balanced({ totalPoints: 1_200, deliveredPoints: 1_200 }));
    write(10, 600);
    carrier.head = writer.head;
    while ((await carrier.run(() => 0, 0)) === 'more');
    expect(store.counts().tailPoints).toBeGreaterThan(0);
    await store.close();
  });

  it('shows what damage took from the log as dropped, to the point', async () => {
    write(300);
    disk.bytes(1)[1_000]! ^= 1;
    expect((await ingest()).balance).toEqual(balanced({ totalPoints: 600, deliveredPoints: 598, droppedPoints: 2 }));
  });

  it('counts as dropped what it finds damaged while it runs', async () => {
    const options = { databasePath: join(folder, 'historian.db'), projectUid: 'project 1' };
    const store = SqliteStore.open(options, systemClock, silentLogger);
    const carrier = new Ingest(new LogReader(disk), store);
    for (const [i, from] of [0, 10, 20].entries()) {
      write(10, from);
      if (i === 1) disk.bytes(1)[disk.bytes(1).length - 10]! ^= 1;
      carrier.head = writer.head;
      while ((await carrier.run(() => 0, 0)) === 'more');
    }
    expect(carrier.balance()).toEqual(balanced({ totalPoints: 60, deliveredPoints: 58, droppedPoints: 2 }));
    await store.close();
  });

  it('shows as dropped what was trimmed away before a new historian could see it', async () => {
    write(600);
    const { trimBelow } = await ingest();
    writer.trim(trimBelow);
    rmSync(join(folder, 'historian.db'));
    const { balance } = await ingest();
    expect(balance.droppedPoints).toBeGreaterThan(400);
    expect(balance.deliveredPoints + balance.droppedPoints).toBe(1_200);
  });

  it('does not take points of another life of the log for its own', async () => {
    write(600);
    await ingest();
    disk = new FaultyDisk();
    openLog();
    write(50, 10_000);
    const { balance } = await ingest();
    expect(balance).toEqual(balanced({ totalPoints: 100, deliveredPoints: 100 }));
  });

  it('counts a batch whose tags nobody named as quarantined', async () => {
    write(10);
    const names = disk.bytes(1).indexOf('tag 1');
    disk.bytes(1)[names]! ^= 1;
    const { balance } = await ingest();
    expect(balance).toEqual(balanced({ totalPoints: 20, quarantinedPoints: 20 }));
  });
});
