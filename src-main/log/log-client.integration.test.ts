import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { counterFrame, counterValue, seededRandom } from './counter-frame.ts';
import { LogClient } from './log-client.ts';
import { folderDisk } from './log-disk.ts';
import type { LogHostData } from './log-messages.ts';
import { LogReader } from './log-reader.ts';
import { endOf, readLog } from './read-log.ts';

const TAGS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
let folder: string;
let lifetime: Lifetime;
/** The newest thread that was started: the one to kill. */
let worker: Worker;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-log-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  const remember = (started: Worker): void => {
    worker = started;
  };
  process.on('worker', remember);
  lifetime.defer(() => void process.off('worker', remember));
});

afterEach(() => lifetime.dispose());

async function startLog(data: Partial<LogHostData> = {}): Promise<{ client: LogClient; host: HostSupervisor }> {
  const url = new URL('../entry/log-host.ts', import.meta.url);
  const host = new HostSupervisor({ name: 'log', url, data: () => ({ folder, ...data }) }, systemClock, silentLogger);
  const client = lifetime.add(new LogClient(host));
  lifetime.add(host);
  await host.start();
  client.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  return { client, host };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += 5) {
    if (waitedMs > 10_000) throw new Error('The condition did not come true within 10 s');
    await systemClock.sleep(5);
  }
}

describe('the log host and its client', () => {
  it('accepts what is sent without waiting for more, also when it is little', async () => {
    const { client, host } = await startLog();
    const sentMs = systemClock.monoMs();
    client.append(counterFrame(1, TAGS, 0, 1e15), TAGS.length);
    expect(client.counts).toEqual({ produced: 10, accepted: 0, rejected: 0, pending: 10 });
    await until(() => client.counts.pending === 0);
    expect(systemClock.monoMs() - sentMs).toBeLessThan(1_000);
    expect(client.counts).toEqual({ produced: 10, accepted: 10, rejected: 0, pending: 0 });
    expect(client.head?.totalPoints).toBe(10);
    await host.dispose();
    expect(readLog(folderDisk(folder), endOf(folderDisk(folder))).values.get('tag 3')).toEqual([counterValue(3, 0)]);
  });

  it('takes everything that was sent before an ordered stop', async () => {
    const { client, host } = await startLog();
    for (let n = 0; n < 500; n++) client.append(counterFrame(1, TAGS, n, 1e15 + n), TAGS.length);
    await host.dispose();
    expect(client.counts).toEqual({ produced: 5_000, accepted: 5_000, rejected: 0, pending: 0 });
    const reopened = await startLog();
    expect(reopened.client.head?.totalPoints).toBe(5_000);
  });

  it('counts to the point what became of each batch, although the host is killed 6 times', async () => {
    const { client, host } = await startLog({ segmentBytes: 64 * 1_024 });
    const random = seededRandom(4);
    let kills = 0;
    host.ended.on(() => kills++);
    const refused = new Set<number>();
    let n = 0;
    const produce = systemClock.every(1, () => {
      for (let i = 0; i < 5; i++, n++) {
        if (!client.append(counterFrame(1, TAGS, n, 1e15 + n), TAGS.length)) refused.add(n);
        const { produced, accepted, rejected, pending } = client.counts;
        expect(produced).toBe(accepted + rejected + pending);
      }
    });
    // The supervisor doubles its back-off each time: more kills would only be longer waits.
    while (kills < 6) {
      await until(() => host.state === 'running');
      await systemClock.sleep(20 + random() * 150);
      const before = kills;
      void worker.terminate();
      await until(() => kills > before);
    }
    await until(() => host.state === 'running');
    await systemClock.sleep(200);
    produce.dispose();
    await until(() => client.counts.pending === 0);
    await host.dispose();
    const { counts } = client;
    expect(counts.accepted).toBeGreaterThan(1_000);
    expect(counts.produced).toBe(counts.accepted + counts.rejected);
    const { values, reader, gaps } = readLog(folderDisk(folder), endOf(folderDisk(folder)));
    expect(values.get('tag 1')!.length * TAGS.length).toBe(counts.accepted);
    expect(new Set(values.get('tag 1')).size).toBe(values.get('tag 1')!.length);
    expect(values.get('tag 1')!.filter((value) => refused.has((value - 1) / 10_000))).toEqual([]);
    expect(reader.missingPoints).toBe(0);
    expect(gaps.length).toBeGreaterThan(0);
  });

  it('stays within its budget while it is filled three times over, tells sinks to let go and says what it dropped', async () => {
    const [segmentBytes, budgetBytes] = [64 * 1_024, 640 * 1_024];
    const { client, host } = await startLog({ segmentBytes, budgetBytes, ballastBytes: 0, lowDiskBytes: 0 });
    const disk = folderDisk(folder);
    const reader = new LogReader(disk);
    let read = 0;
    let gaps = 0;
    client.advanced.on((head) => {
      for (let record = reader.next(head); record; record = reader.next(head)) {
        if (record.kind === 'batch') read += record.batch.count;
        else gaps++;
      }
    });
    const pressed: number[] = [];
    client.pressed.on((belowOrdinal) => pressed.push(belowOrdinal));
    const kinds = new Set<string>();
    client.changed.on(({ kind }) => kinds.add(kind));
    let sentBytes = 0;
    let largest = 0;
    for (let n = 0; sentBytes < budgetBytes * 3 || pressed.length === 0; n++) {
      const frame = counterFrame(1, TAGS, n, 1e15 + n);
      sentBytes += frame.byteLength;
      client.append(frame, TAGS.length);
      if (n % 10 === 9) await systemClock.sleep(2);
      largest = Math.max(
        largest,
        disk.segments().reduce((sum, { bytes }) => sum + bytes, 0),
      );
    }
    await until(() => client.counts.pending === 0 && client.state?.droppedPoints !== 0);
    await systemClock.sleep(1_100);
    const { usedBytes, droppedPoints } = client.state!;
    await host.dispose();
    expect(largest).toBeLessThanOrEqual(budgetBytes + segmentBytes);
    expect([gaps, reader.missingPoints, read]).toEqual([0, 0, client.counts.accepted]);
    const late = readLog(disk, endOf(disk));
    expect(late.reader.startPoints).toBe(droppedPoints);
    // The backlog is being compressed meanwhile.
    expect(usedBytes).toBeGreaterThan(budgetBytes / 2);
    expect(late.gaps.every(({ reason }) => reason === 'dropped')).toBe(true);
    expect(pressed.length).toBeGreaterThan(0);
    expect(kinds).toContain('dropping');
    reader.close();
  });

  it('rejects at once what is sent while the host is down, and what goes beyond what may be on its way', async () => {
    const { client, host } = await startLog();
    await host.dispose();
    expect(client.append(counterFrame(1, TAGS, 0, 1e15), TAGS.length)).toBe(false);
    expect(client.counts).toEqual({ produced: 10, accepted: 0, rejected: 10, pending: 0 });
    const small = lifetime.add(new LogClient(host, 100));
    expect(small.append(counterFrame(1, TAGS, 0, 1e15), TAGS.length)).toBe(false);
    expect(small.counts.rejected).toBe(10);
  });
});
