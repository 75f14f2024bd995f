import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { HostApplication } from '../../testing/host-application.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { Collector } from './collector.ts';
import {
  counterRow,
  type RunningLog,
  type RunningPublisher,
  startLog,
  startPublisher,
  until,
} from './log-and-publisher.ts';

const TAGS = [1, 2, 3];
/** Readings that wait when the broker is back: received a minute ago, all of them. */
const WAITING = 300;
const WINDOW = 50;
let folder: string;
let lifetime: Lifetime;
let workers: Worker[];
let broker: MosquittoProcess;
let collector: Collector;
let log: RunningLog;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-live-first-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  workers = [];
  const remember = (worker: Worker): void => void workers.push(worker);
  process.on('worker', remember);
  lifetime.defer(() => void process.off('worker', remember));
  if (mosquittoMissing() !== undefined) return;
  broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
  log = lifetime.add(await startLog(folder, { segmentBytes: 64 * 1_024 }));
  log.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
});

afterEach(() => lifetime.dispose());

/** Reading `n`, received so many ms ago. */
function append(n: number, agoMs = 0): void {
  log.log.append(counterFrame(1, TAGS, n, systemClock.wallUs() - agoMs * 1_000), TAGS.length);
}

async function start(replayRate: number, retain = false): Promise<RunningPublisher> {
  const mqtt = { url: broker.url, window: WINDOW, replay: 'live_first', replay_rate: replayRate, retain } as const;
  const running = await startPublisher(folder, log, { mqtt });
  running.publisher.tags(TAGS.map(counterRow), true);
  await until(() => running.publisher.progress !== undefined);
  return running;
}

/** Numbers of the readings of one tag, in the order in which they came. */
const seenOf = (tag: number): number[] =>
  collector.bodies<{ readonly value: number }>(counterRow(tag).topic).map(({ value }) => (value - tag) / 10_000);

/** What came for the first time, of those that waited or of those that did not. */
const firstsOf = (tag: number, isBacklog: boolean): number[] =>
  [...new Set(seenOf(tag))].filter((n) => n < WAITING === isBacklog);

const upTo = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

async function kill(running: RunningPublisher): Promise<void> {
  await workers.findLast((worker) => worker.threadName === 'publisher')!.terminate();
  await running.dispose();
}

/** The broker is away while readings are taken. */
async function givenBacklog(running: RunningPublisher): Promise<void> {
  await until(() => running.publisher.state.kind === 'connected');
  await broker.stop();
  await until(() => running.publisher.state.kind === 'offline');
  for (let n = 0; n < WAITING; n++) append(n, 60_000);
  await until(() => log.log.counts.pending === 0);
}

/** Appends a reading every 20 ms. */
function givenLoad(): { stop(): number } {
  let n = WAITING;
  const load = systemClock.every(20, () => append(n++));
  lifetime.add(load);
  return {
    stop: () => {
      load.dispose();
      return n;
    },
  };
}

function expectAll(running: RunningPublisher, readings: number): void {
  for (const tag of TAGS) {
    expect(firstsOf(tag, true)).toEqual(upTo(0, WAITING));
    expect(firstsOf(tag, false)).toEqual(upTo(WAITING, readings));
  }
  const delivered = readings * TAGS.length;
  expect(running.publisher.counts).toEqual({ before: 0, delivered, queued: 0, dropped: 0, quarantined: 0 });
}

describe.skipIf(mosquittoMissing() !== undefined)('a publisher with live_first', () => {
  it('publishes the present at once when the broker is back, and what waited behind it, each in order', async () => {
    const running = lifetime.add(await start(400));
    await givenBacklog(running);
    await broker.start();
    const load = givenLoad();
    await until(() => seenOf(1).some((n) => n >= WAITING));
    const before = seenOf(1).filter((n) => n < WAITING).length;
    expect(before).toBeLessThan(WAITING / 2);
    await until(() => running.publisher.progress!.isLiveFirst);
    // The present is not held back by what is replayed.
    const { total } = { total: seenOf(1).filter((n) => n >= WAITING).length };
    await until(() => seenOf(1).filter((n) => n >= WAITING).length > total + 10);
    expect(running.publisher.progress!.isLiveFirst).toBe(true);
    await until(() => !running.publisher.progress!.isLiveFirst);
    const readings = load.stop();
    await until(() => log.log.counts.pending === 0 && running.publisher.counts.queued === 0);
    await until(() => new Set(seenOf(3)).size === readings);
    expectAll(running, readings);
    // Nothing came twice, and one cursor is left.
    expect(collector.seen).toHaveLength(readings * TAGS.length);
    await until(() => !existsSync(join(folder, 'sinks', 'mqtt.json.ahead')));
    expect(running.publisher.progress!.droppedPoints).toBe(0);
  });

  it('loses nothing when it is killed in the middle, and goes on with both where they were', async () => {
    let running = await start(300);
    await givenBacklog(running);
    await broker.start();
    const load = givenLoad();
    for (let round = 0; round < 3; round++) {
      const seen = collector.seen.length;
      await until(() => running.publisher.progress?.isLiveFirst === true && collector.seen.length > seen + 60);
      await kill(running);
      running = await start(round < 2 ? 300 : 5_000);
    }
    lifetime.add(running);
    await until(() => running.publisher.progress?.isLiveFirst === false);
    const readings = load.stop();
    await until(() => log.log.counts.pending === 0 && running.publisher.counts.queued === 0);
    await until(() => TAGS.every((tag) => new Set(seenOf(tag)).size === readings));
    expectAll(running, readings);
    expect(collector.seen.length - readings * TAGS.length).toBeLessThanOrEqual(3 * WINDOW);
  });

  it('goes on through a second outage, and leaves the newest values with the broker', async () => {
    const running = lifetime.add(await start(400, true));
    await givenBacklog(running);
    await broker.start();
    const load = givenLoad();
    await until(() => running.publisher.progress!.isLiveFirst && collector.seen.length > 60);
    await broker.stop();
    await until(() => running.publisher.state.kind === 'offline');
    await broker.start();
    await until(() => running.publisher.state.kind === 'connected');
    // From now on nothing new comes: what is replayed is older than what the broker keeps.
    const readings = load.stop();
    await until(() => running.publisher.counts.queued === 0 && log.log.counts.pending === 0);
    await until(() => TAGS.every((tag) => new Set(seenOf(tag)).size === readings));
    expectAll(running, readings);
    const reader = lifetime.add(
      await Collector.connect(broker.url, ['acme/#'], { clean: true, clientId: `kept-${folder}` }),
    );
    await until(() => reader.seen.length === TAGS.length);
    const kept = reader.bodies<{ readonly value: number }>('acme/').map(({ value }) => Math.floor(value / 10_000));
    expect(kept).toEqual(TAGS.map(() => readings - 1));
  });

  it('is brought to its end in order by an engine that knows one cursor only, which repeats', async () => {
    const first = await start(400);
    await givenBacklog(first);
    await broker.start();
    const load = givenLoad();
    await until(() => first.publisher.progress?.isLiveFirst === true && firstsOf(1, false).length > 20);
    await kill(first);
    const readings = load.stop();
    const files = ['', '.mark'].map((name) => join(folder, 'sinks', `mqtt.json.ahead${name}`));
    for (const file of files) renameSync(file, `${file}.away`);
    const settings = { mqtt: { url: broker.url, window: WINDOW } };
    const second = lifetime.add(await startPublisher(folder, log, settings));
    second.publisher.tags(TAGS.map(counterRow), true);
    await until(() => second.publisher.progress !== undefined && second.publisher.counts.queued === 0);
    await until(() => TAGS.every((tag) => new Set(seenOf(tag)).size === readings));
    expectAll(second, readings);
    await second.dispose();
    // Back here, the second cursor is behind the first one, and counts for nothing.
    for (const file of files) renameSync(`${file}.away`, file);
    const third = lifetime.add(await start(400));
    expect(third.publisher.progress!.isLiveFirst).toBe(false);
    append(readings);
    await until(() => seenOf(3).at(-1) === readings && third.publisher.counts.queued === 0);
    expectAll(third, readings + 1);
    expect(files.filter((file) => existsSync(file))).toEqual([]);
  });

  it('tells history from the present with Sparkplug, and the sequence has no hole', async () => {
    const host = lifetime.add(await HostApplication.connect(broker.url, 'plant/edge'));
    const sparkplug = { group_id: 'plant', edge_node_id: 'edge', aliases: true };
    const settings = { payload: 'sparkplug', sparkplug, replay: 'live_first', replay_rate: 400 } as const;
    const begin = async (): Promise<RunningPublisher> => {
      const running = await startPublisher(folder, log, { mqtt: { url: broker.url, window: WINDOW, ...settings } });
      running.publisher.tags(TAGS.map(counterRow), true);
      await until(() => running.publisher.progress !== undefined);
      return running;
    };
    await (await begin()).dispose();
    for (let n = 0; n < WAITING; n++) append(n, 60_000);
    const running = lifetime.add(await begin());
    const load = givenLoad();
    await until(() => running.publisher.progress!.isLiveFirst);
    await until(() => !running.publisher.progress!.isLiveFirst);
    const readings = load.stop();
    const seen = (): { readonly n: number; readonly isHistorical: boolean }[] =>
      host.values('device-1', 'tag-2').map(({ value, isHistorical }) => ({
        n: (Number(value) - 2) / 10_000,
        isHistorical,
      }));
    await until(() => seen().length >= readings && running.publisher.counts.queued === 0);
    expect(host.faults).toEqual([]);
    const history = seen().filter(({ isHistorical }) => isHistorical);
    const present = seen().filter(({ isHistorical }) => !isHistorical);
    expect(history.map(({ n }) => n).filter((n) => n < WAITING)).toEqual(upTo(0, WAITING));
    expect(present.map(({ n }) => n)).toEqual(upTo(present[0]!.n, readings));
    // They came among each other.
    const firstPresent = seen().findIndex(({ isHistorical }) => !isHistorical);
    expect(firstPresent).toBeLessThan(WAITING / 2);
    expect(running.publisher.counts.delivered).toBe(readings * TAGS.length);
  });
});
