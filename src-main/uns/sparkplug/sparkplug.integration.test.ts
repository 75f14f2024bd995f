import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { HostApplication } from '../../testing/host-application.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import {
  counterRow,
  type LogAndPublisher,
  published,
  startLogAndPublisher,
  until,
} from '../publishing/log-and-publisher.ts';

const TAGS = [1, 2, 3];
const NODE = 'plant/edge';
const DEVICE = 'device-1';
const SPARKPLUG = { group_id: 'plant', edge_node_id: 'edge', aliases: true };
let folder: string;
let lifetime: Lifetime;
let broker: MosquittoProcess;
let host: HostApplication;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-sparkplug-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  host = lifetime.add(await HostApplication.connect(broker.url, NODE));
});

afterEach(() => lifetime.dispose());

type Settings = NonNullable<Parameters<typeof startLogAndPublisher>[1]>;

async function givenNode(mqtt: Settings['mqtt'] = {}): Promise<LogAndPublisher> {
  const running = lifetime.add(
    await startLogAndPublisher(folder, {
      mqtt: { url: broker.url, payload: 'sparkplug', sparkplug: SPARKPLUG, ...mqtt },
      data: { clientId: 'edge-under-test' },
    }),
  );
  running.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  running.publisher.tags(TAGS.map(counterRow), true);
  await until(() => running.publisher.progress !== undefined);
  return running;
}

function append({ log }: LogAndPublisher, count: number, from = 0): void {
  for (let n = from; n < from + count; n++) log.append(counterFrame(1, TAGS, n, systemClock.wallUs() + n), TAGS.length);
}

/** Of one tag, the numbers of the readings as the host saw them. */
const numbersOf = (tag: number): number[] =>
  host.values(DEVICE, `tag-${tag}`).map(({ value }) => (Number(value) - tag) / 10_000);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const births = (): number => host.heard.filter((each) => each === 'NBIRTH').length;

describe.skipIf(mosquittoMissing() !== undefined)('a Sparkplug edge node and a host application on mosquitto', () => {
  it('is born before its data, and its points come once, in order and with every bit', async () => {
    const running = await givenNode();
    running.publisher.tags(
      [counterRow(1), { ...counterRow(2), dataType: 'int64' }, { ...counterRow(3), dataType: 'uint64' }],
      true,
    );
    append(running, 500);
    const cells = [
      { row: 1, kind: 'int64', value: -(2n ** 63n) + 1n },
      { row: 2, kind: 'uint64', value: 2n ** 64n - 1n },
    ] as const;
    const columns = {
      tag: Uint32Array.from(TAGS),
      timeUs: new Float64Array(3).fill(systemClock.wallUs()),
      value: new Float64Array(3),
      status: new Uint32Array(3),
    };
    running.log.append(
      encodeBatch({ count: 3, device: 1, origin: 'local', receivedUs: systemClock.wallUs(), ...columns, cells }),
      3,
    );
    await published(running);
    await until(() => numbersOf(1).length === 501);
    expect(host.heard.slice(0, 2)).toEqual(['NBIRTH', `DBIRTH ${DEVICE}`]);
    expect(numbersOf(1).slice(0, 500)).toEqual(upTo(500));
    expect(host.values(DEVICE, 'tag-2').at(-1)!.value).toBe(-(2n ** 63n) + 1n);
    expect(host.values(DEVICE, 'tag-3').at(-1)!.value).toBe(2n ** 64n - 1n);
    expect(host.faults).toEqual([]);
    expect(running.publisher.counts).toEqual({ before: 0, delivered: 1_503, queued: 0, dropped: 0, quarantined: 0 });
  });

  it('joins its births and deaths over ten lost connections and a restart, and no sequence has a hole', async () => {
    const running = await givenNode();
    for (let round = 0; round < 10; round++) {
      await until(() => births() === round + 1);
      append(running, 20, round * 20);
      await published(running);
      // Another client with the same id takes the connection over: the will is published.
      const thief = await connectAsync(broker.url, { clientId: 'edge-under-test', reconnectPeriod: 0 });
      await thief.endAsync();
    }
    await until(() => births() === 11);
    await running.dispose();
    await until(() => host.heard.at(-1) === 'NDEATH');
    await givenNode();
    await until(() => births() === 12);
    const pairs = host.bdSeqs.filter((each, i, all) => each !== all[i - 1]);
    expect(pairs).toEqual(
      upTo(12)
        .flatMap((n) => [`NBIRTH ${n}`, `NDEATH ${n}`])
        .slice(0, -1),
    );
    expect([...new Set(numbersOf(2))]).toEqual(upTo(200));
    expect(host.faults).toEqual([]);
  });

  for (const [version, deaths] of [
    ['5', 2],
    ['3.1.1', 1],
  ] as const) {
    const id = version === '5' ? 'mqtt50' : 'mqtt311';
    it(`tck-id-payloads-ndeath-will-message-publisher-disconnect-${id}: NDEATH before it goes, and the will too with MQTT 5`, async () => {
      const running = await givenNode({ version });
      await until(() => births() === 1);
      append(running, 10);
      await published(running);
      await running.dispose();
      await until(() => host.heard.filter((each) => each === 'NDEATH').length === deaths);
      expect(new Set(host.bdSeqs)).toEqual(new Set(['NBIRTH 0', 'NDEATH 0']));
      expect(numbersOf(1)).toEqual(upTo(10));
      expect(host.faults).toEqual([]);
    });
  }

  it('is told to be dead by its will when its thread is killed, and goes on where it was', async () => {
    const workers: Worker[] = [];
    const remember = (worker: Worker): void => void workers.push(worker);
    process.on('worker', remember);
    lifetime.defer(() => void process.off('worker', remember));
    const running = await givenNode({ window: 20 });
    append(running, 100);
    await until(() => host.values(DEVICE, 'tag-1').length > 0);
    await workers.findLast((worker) => worker.threadName === 'publisher')!.terminate();
    append(running, 100, 100);
    await until(() => births() === 2);
    await published(running);
    await until(() => numbersOf(1).at(-1) === 199);
    expect(host.bdSeqs).toEqual(['NBIRTH 0', 'NDEATH 0', 'NBIRTH 1']);
    for (const tag of TAGS) expect([...new Set(numbersOf(tag))]).toEqual(upTo(200));
    expect(numbersOf(1).length - 200).toBeLessThanOrEqual(20);
    expect(host.faults).toEqual([]);
  });

  it('is born again when a host asks for it, with the same bdSeq', async () => {
    const running = await givenNode();
    await until(() => host.heard.includes(`DBIRTH ${DEVICE}`));
    append(running, 100);
    await host.askForRebirth();
    await until(() => births() === 2);
    append(running, 100, 100);
    await published(running);
    await until(() => numbersOf(3).length === 200);
    expect(host.bdSeqs).toEqual(['NBIRTH 0', 'NBIRTH 0']);
    expect(numbersOf(3)).toEqual(upTo(200));
    expect(host.faults).toEqual([]);
  });

  it('loses nothing when the broker is killed, and sends again only what was not confirmed, as history', async () => {
    const running = await givenNode({ window: 50, sparkplug: { ...SPARKPLUG, primary_host: 'scada' } });
    await host.tellState('scada', true, 1_000);
    append(running, 300);
    await until(() => host.values(DEVICE, 'tag-1').length > 0);
    await broker.stop('SIGKILL');
    append(running, 700, 300);
    await until(() => running.log.counts.pending === 0 && running.publisher.state.kind === 'offline');
    const seenBefore = numbersOf(1).length;
    await broker.start();
    // A host says that it is there when it listens again: nothing is published before.
    await until(() => host.client.connected);
    await host.client.subscribeAsync('spBv1.0/#', { qos: 1 });
    await host.tellState('scada', true, 2_000);
    await published(running);
    append(running, 1, 1_000);
    await published(running);
    await until(() => numbersOf(1).at(-1) === 1_000);
    for (const tag of TAGS) expect([...new Set(numbersOf(tag))]).toEqual(upTo(1_001));
    const again = host.values(DEVICE, 'tag-1').slice(seenBefore, -1);
    expect(again.every(({ isHistorical }) => isHistorical)).toBe(true);
    expect(numbersOf(1).length - 1_001).toBeLessThanOrEqual(50);
    expect(running.publisher.counts).toMatchObject({ delivered: 3_003, queued: 0, dropped: 0 });
    expect(host.faults).toEqual([]);
  });

  it('says and keeps nothing but its store while the primary host is away, and tells it all as history when it is back', async () => {
    const running = await givenNode({ sparkplug: { ...SPARKPLUG, primary_host: 'scada' } });
    const isHostAway = (): boolean =>
      running.publisher.state.kind === 'offline' && running.publisher.state.reason.code === 'NX_MQTT_HOST';
    await until(isHostAway);
    append(running, 200);
    await until(() => running.log.counts.pending === 0);
    expect(host.heard).toEqual([]);
    expect(running.publisher.counts).toMatchObject({ delivered: 0, queued: 600 });
    await host.tellState('scada', true, 1_000);
    await published(running);
    expect(running.publisher.state.kind).toBe('connected');
    append(running, 100, 200);
    await published(running);
    await until(() => numbersOf(1).length === 300);
    await host.tellState('scada', false, 2_000);
    await until(() => host.heard.at(-1) === 'NDEATH' && isHostAway());
    append(running, 400, 300);
    await until(() => running.log.counts.pending === 0);
    expect(numbersOf(1)).toHaveLength(300);
    // An old state changes nothing; the new one does.
    await host.tellState('scada', true, 1_500);
    await host.tellState('scada', true, 3_000);
    await published(running);
    append(running, 10, 700);
    await published(running);
    await until(() => numbersOf(1).length >= 710);
    for (const tag of TAGS) expect(numbersOf(tag)).toEqual(upTo(710));
    const history = host.values(DEVICE, 'tag-1').map(({ isHistorical }) => isHistorical);
    expect(history.slice(0, 200).every(Boolean)).toBe(true);
    expect(history.slice(200, 300).some(Boolean)).toBe(false);
    expect(history.slice(300, 700).every(Boolean)).toBe(true);
    expect(history.slice(700).some(Boolean)).toBe(false);
    expect(host.faults).toEqual([]);
  });
});
