import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame, counterValue } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { Collector } from './collector.ts';
import { counterRow, type LogAndPublisher, published, startLogAndPublisher, until } from './log-and-publisher.ts';

const TAGS = [1, 2, 3];
const START = 1_763_700_000e6;
const DATA = 'acme/';
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-publisher-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});

afterEach(() => lifetime.dispose());

async function givenBroker(settings: readonly string[] = [], files = {}): Promise<MosquittoProcess> {
  return lifetime.add(await new MosquittoProcess(await freePort(), settings, files).start());
}

async function givenPublisher(settings: Parameters<typeof startLogAndPublisher>[1]): Promise<LogAndPublisher> {
  const running = lifetime.add(await startLogAndPublisher(folder, settings));
  running.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  running.publisher.tags(TAGS.map(counterRow), true);
  // The sink begins at the head that it is told first; what comes after it counts.
  await until(() => running.publisher.progress !== undefined);
  return running;
}

function append({ log }: LogAndPublisher, count: number, from = 0): void {
  for (let n = from; n < from + count; n++) log.append(counterFrame(1, TAGS, n, START + n * 1_000), TAGS.length);
}

interface Payload {
  readonly value: number;
  readonly log?: string;
  readonly seq?: number;
}

/** Of one tag, the numbers of the readings in the order they were seen. */
function numbersOf(collector: Collector, tag: number): number[] {
  return collector.bodies<Payload>(counterRow(tag).topic).map(({ value }) => (value - tag) / 10_000);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe.skipIf(mosquittoMissing() !== undefined)('the publisher and mosquitto', () => {
  for (const [version, qos] of [
    ['5', 1],
    ['5', 2],
    ['5', 0],
    ['3.1.1', 1],
    ['3.1.1', 2],
  ] as const) {
    it(`publishes what the log accepts once and in order per tag, with MQTT ${version} and QoS ${qos}`, async () => {
      const broker = await givenBroker();
      const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
      const running = await givenPublisher({ mqtt: { url: broker.url, version, qos } });
      append(running, 2_000);
      await published(running);
      await until(() => collector.seen.length >= 6_000);
      for (const tag of TAGS) expect(numbersOf(collector, tag)).toEqual(upTo(2_000));
      expect(collector.seen).toHaveLength(6_000);
      expect(JSON.parse(collector.seen[0]!.text)).toEqual({
        value: counterValue(1, 0),
        timestamp: '2025-11-21T04:40:00.000000Z',
        quality: 192,
        unit: 'bar',
        device_id: 'device-1',
        tag_id: 'tag-1',
      });
      expect(running.publisher.counts).toEqual({ before: 0, delivered: 6_000, queued: 0, dropped: 0, quarantined: 0 });
      expect(running.publisher.state.kind).toBe('connected');
    });
  }

  it('keeps to the window that the broker allows, down to one message', async () => {
    const broker = await givenBroker(['max_inflight_messages 1']);
    const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
    const running = await givenPublisher({ mqtt: { url: broker.url } });
    append(running, 100);
    await published(running);
    await until(() => collector.seen.length >= 300);
    for (const tag of TAGS) expect(numbersOf(collector, tag)).toEqual(upTo(100));
  });

  it('keeps everything while the broker is away, and sends it in order when it is back', async () => {
    const broker = await givenBroker();
    const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
    const running = await givenPublisher({ mqtt: { url: broker.url } });
    append(running, 500);
    await published(running);
    await broker.stop();
    await until(() => running.publisher.state.kind === 'offline');
    expect(running.publisher.state).toMatchObject({ reason: { code: 'NX_MQTT_UNREACHABLE' } });
    append(running, 3_000, 500);
    await until(() => running.log.counts.pending === 0);
    expect(running.publisher.counts.queued).toBe(9_000);
    await broker.start();
    await published(running);
    await until(() => collector.seen.length >= 10_500);
    for (const tag of TAGS) expect(numbersOf(collector, tag)).toEqual(upTo(3_500));
    expect(running.publisher.counts).toMatchObject({ delivered: 10_500, queued: 0 });
  });

  it('sends what was not acknowledged again when a broker froze, with at most a window of duplicates', async () => {
    const broker = await givenBroker();
    const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
    const running = await givenPublisher({ mqtt: { url: broker.url, window: 50, keep_alive: '5s' } });
    append(running, 1_000);
    broker.freeze();
    append(running, 1_000, 1_000);
    await until(() => running.publisher.state.kind === 'offline');
    broker.resume();
    await published(running);
    const isWhole = (): boolean => TAGS.every((tag) => new Set(numbersOf(collector, tag)).size === 2_000);
    await until(isWhole);
    for (const tag of TAGS) expect([...new Set(numbersOf(collector, tag))]).toEqual(upTo(2_000));
    expect(collector.seen.length - 6_000).toBeLessThanOrEqual(50);
  });

  it('goes on where it was after a restart, and begins at the head when it is new', async () => {
    const broker = await givenBroker();
    const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
    const first = await givenPublisher({ mqtt: { url: broker.url } });
    append(first, 400);
    await published(first);
    await first.dispose();
    const second = await givenPublisher({ mqtt: { url: broker.url } });
    append(second, 100, 400);
    await published(second);
    await until(() => collector.seen.length >= 1_500);
    for (const tag of TAGS) expect(numbersOf(collector, tag)).toEqual(upTo(500));
    expect(second.publisher.counts).toMatchObject({ before: 0, delivered: 1_500 });
    await second.dispose();
    rmSync(join(folder, 'sinks'), { recursive: true });
    const third = await givenPublisher({ mqtt: { url: broker.url } });
    append(third, 10, 500);
    await published(third);
    await until(() => collector.seen.length >= 1_530);
    expect(third.publisher.counts).toEqual({ before: 1_500, delivered: 30, queued: 0, dropped: 0, quarantined: 0 });
    expect(collector.seen).toHaveLength(1_530);
  });

  it('quarantines points of tags that nobody names any more, and adds log, lane and seq where that is wanted', async () => {
    const broker = await givenBroker();
    const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
    const running = await givenPublisher({ mqtt: { url: broker.url, meta: true } });
    running.publisher.tags([counterRow(1)], true);
    append(running, 200);
    await published(running);
    await until(() => collector.seen.length >= 200);
    expect(running.publisher.counts).toMatchObject({ delivered: 200, quarantined: 400, queued: 0 });
    const bodies = collector.bodies<Payload>(DATA);
    expect(bodies.map(({ seq }) => seq)).toEqual(upTo(200).map((n) => n + 1));
    expect(bodies.every(({ log }) => log === running.log.head!.logId)).toBe(true);
  });

  it('lets go of segments that it has published', async () => {
    const broker = await givenBroker();
    const running = await givenPublisher({ mqtt: { url: broker.url }, log: { segmentBytes: 20_000 } });
    append(running, 2_000);
    await published(running);
    await until(() => running.publisher.progress!.trimBelow > 3);
    expect(running.publisher.counts.delivered).toBe(6_000);
  });

  it('holds the replay to its rate', async () => {
    const broker = await givenBroker();
    const running = await givenPublisher({ mqtt: { url: broker.url, replay_rate: 1_000 } });
    await broker.stop();
    await until(() => running.publisher.state.kind === 'offline');
    append(running, 700);
    await until(() => running.log.counts.pending === 0);
    await broker.start();
    await until(() => running.publisher.state.kind === 'connected');
    const startMs = performance.now();
    await published(running);
    // 2,100 points at 1,000/s, less the first portion of 100; a quarter off for the beat of the progress.
    expect(performance.now() - startMs).toBeGreaterThan(1_500);
  });

  it('is said to be offline by its will when it is killed, and online again when it is back', async () => {
    const workers: Worker[] = [];
    const remember = (worker: Worker): void => void workers.push(worker);
    process.on('worker', remember);
    lifetime.defer(() => void process.off('worker', remember));
    const broker = await givenBroker();
    const collector = lifetime.add(await Collector.connect(broker.url, ['nexus/status/#']));
    await givenPublisher({ mqtt: { url: broker.url } });
    await until(() => collector.seen.length === 1);
    await workers.findLast((worker) => worker.threadName === 'publisher')!.terminate();
    await until(() => collector.seen.length === 3);
    const told = collector.bodies<{ status: string }>('nexus/status/gateway-1').map(({ status }) => status);
    expect(told).toEqual(['online', 'offline', 'online']);
  });

  it('says online and offline itself at a clean stop, retained', async () => {
    const broker = await givenBroker();
    const status = 'nexus/status/gateway-1';
    const collector = lifetime.add(await Collector.connect(broker.url, [status]));
    const running = await givenPublisher({ mqtt: { url: broker.url } });
    await until(() => collector.seen.length === 1);
    await running.dispose();
    await until(() => collector.seen.length === 2);
    const told = collector.bodies<{ status: string; node: string; version: string; timestamp: string }>(status);
    expect(told.map(({ status: word }) => word)).toEqual(['online', 'offline']);
    expect(told[0]).toEqual({
      status: 'online',
      node: 'gateway-1',
      version: '0.0.0',
      timestamp: expect.stringMatching(/Z$/),
    });
    const late = lifetime.add(await Collector.connect(broker.url, [status], { clientId: 'late' }));
    await until(() => late.seen.length === 1);
    expect(late.seen[0]).toMatchObject({ retain: true });
    expect(late.bodies<{ status: string }>(status)[0]!.status).toBe('offline');
  });

  it('says who was refused and why, and goes on trying', async () => {
    const broker = await givenBroker(['allow_anonymous false', 'password_file FOLDER/passwords'], { passwords: '' });
    const running = await givenPublisher({ mqtt: { url: broker.url, username: 'nobody' }, data: { password: 'x' } });
    await until(() => running.publisher.state.kind === 'offline');
    expect(running.publisher.state).toMatchObject({ reason: { code: 'NX_MQTT_REFUSED' } });
    append(running, 10);
    await until(() => running.publisher.counts.queued === 30);
  });

  it('quarantines what the access rules of the broker forbid for ever, and publishes the rest', async () => {
    const acl = 'topic readwrite nexus/#\ntopic write acme/plant/line/device/tag-1\ntopic read #\n';
    const broker = await givenBroker(['acl_file FOLDER/acl'], { acl });
    const running = await givenPublisher({ mqtt: { url: broker.url } });
    append(running, 100);
    await published(running);
    expect(running.publisher.counts).toMatchObject({ delivered: 100, quarantined: 200, queued: 0 });
    expect(running.warnings.filter((line) => line.includes('NX_MQTT_REFUSED'))).toHaveLength(1);
  });

  it('asks for the host name, and for a broker at all, in plain words', async () => {
    const running = await givenPublisher({ mqtt: { url: 'mqtt://no-such-host.invalid:1883' } });
    await until(() => running.publisher.state.kind === 'offline');
    expect(running.publisher.state).toMatchObject({ reason: { code: 'NX_MQTT_UNREACHABLE' } });
    append(running, 5);
    await until(() => running.log.counts.accepted === 15);
    expect(running.publisher.counts).toMatchObject({ queued: 15, delivered: 0 });
  });
});
