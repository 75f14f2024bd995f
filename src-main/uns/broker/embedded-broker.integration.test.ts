import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { Collector } from '../publishing/collector.ts';
import {
  counterRow,
  type LogAndPublisher,
  published,
  startLogAndPublisher,
  TEST_MQTT,
  until,
} from '../publishing/log-and-publisher.ts';
import { packet, text16 } from '../publishing/scripted-broker.ts';
import { EmbeddedBroker } from './embedded-broker.ts';

let folder: string;
let port: number;
let lifetime: Lifetime;
let workers: Worker[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-embedded-'));
  port = await freePort();
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  workers = [];
  const remember = (worker: Worker): void => void workers.push(worker);
  process.on('worker', remember);
  lifetime.defer(() => void process.off('worker', remember));
});

afterEach(() => lifetime.dispose());

async function givenGateway(
  settings: { readonly embedded_port?: number } = { embedded_port: port },
): Promise<LogAndPublisher> {
  const mqtt = { ...settings, commands: { ...TEST_MQTT.commands, enabled: true } };
  const running = lifetime.add(await startLogAndPublisher(folder, { mqtt }));
  running.log.names([[1, 'device 1']], [[1, 'tag 1']]);
  running.publisher.tags([counterRow(1)], true);
  await until(() => running.publisher.progress !== undefined);
  return running;
}

function append({ log }: LogAndPublisher, count: number, from = 0): void {
  for (let n = from; n < from + count; n++) log.append(counterFrame(1, [1], n, 1e15 + n), 1);
}

const collect = (): Promise<Collector> =>
  Collector.connect(`mqtt://127.0.0.1:${port}`, ['acme/#'], { protocolVersion: 4, properties: {} });

const CONNECT = (id: string): Buffer => packet(0x10, text16('MQTT'), [4, 2, 0, 60], text16(id));

/** A client that says only what the test gives it. */
async function dial(): Promise<Socket & { isClosed: () => boolean }> {
  const socket = connect(port, '127.0.0.1');
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => {});
  lifetime.defer(() => void socket.destroy());
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', () => resolve());
  });
  return Object.assign(socket, { isClosed: () => isClosed });
}

describe('the embedded broker', () => {
  it('carries what the gateway publishes and the commands that clients send', async () => {
    const running = await givenGateway();
    const collector = lifetime.add(await collect());
    append(running, 2_000);
    await published(running);
    await until(() => collector.seen.length >= 2_000);
    const values = collector.bodies<{ value: number }>('acme/').map(({ value }) => (value - 1) / 10_000);
    expect(values).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
    expect(running.publisher.counts).toMatchObject({ delivered: 2_000, queued: 0 });
    const commands: unknown[] = [];
    lifetime.add(running.publisher.commands.on(({ prefix }) => void commands.push(prefix)));
    for (const prefix of ['nexus', '$nexus']) {
      await collector.client.publishAsync(`${prefix}/cmd/device-1/tag-1/set`, '1', { qos: 2 });
    }
    await until(() => commands.length === 2);
    expect(commands).toEqual(['nexus', '$nexus']);
    await until(() => running.broker!.counts?.clients === 3);
  });

  it('says NX_MQTT_PORT while its port is taken, takes what has it for no broker of ours, and comes when it is free', async () => {
    const connections: Socket[] = [];
    const other = createServer((socket) => connections.push(socket));
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const running = await givenGateway();
    await until(() => running.publisher.state.kind === 'offline');
    expect(running.publisher.state).toMatchObject({
      reason: { code: 'NX_MQTT_PORT', text: expect.stringContaining(String(port)) },
    });
    append(running, 50);
    await until(() => running.publisher.counts.queued === 50);
    expect(connections).toHaveLength(0);
    await new Promise((resolve) => other.close(resolve));
    await published(running);
    expect(running.publisher.state.kind).toBe('connected');
    expect(running.publisher.counts).toMatchObject({ delivered: 50 });
  });

  it('takes the next free port where none was chosen and another broker has the usual one', async () => {
    const other = createServer();
    lifetime.defer(() => new Promise<void>((resolve) => void other.close(() => resolve())));
    await new Promise<void>((resolve) => {
      other.once('error', () => resolve());
      other.listen(1883, '127.0.0.1', resolve);
    });
    const running = await givenGateway({});
    await until(() => running.publisher.state.kind === 'connected');
    const { state } = running.broker!;
    expect(state.kind === 'listening' && state.port).toBeGreaterThan(1883);
    append(running, 10);
    await published(running);
    expect(running.publisher.counts).toMatchObject({ delivered: 10 });
  });

  it('is started again when its thread dies, and nothing that the log has is lost', async () => {
    const running = await givenGateway();
    append(running, 500);
    for (let kill = 0; kill < 3; kill++) {
      await until(() => running.publisher.state.kind === 'connected');
      append(running, 500, 500 + kill * 500);
      await workers.findLast((worker) => worker.threadName === 'broker')!.terminate();
      await until(() => running.publisher.state.kind === 'offline');
    }
    const collector = lifetime.add(await retried(collect));
    await published(running);
    append(running, 100, 2_000);
    await published(running);
    await until(() => collector.bodies<{ value: number }>('acme/').some(({ value }) => value === 20_990_001));
    expect(running.publisher.counts).toEqual({ before: 0, delivered: 2_100, queued: 0, dropped: 0, quarantined: 0 });
    expect(running.publisherHost.restarts).toBe(0);
  });

  it('cuts clients that send too much or no MQTT, and lets in a bounded number', async () => {
    const broker = lifetime.add(await EmbeddedBroker.listen(port));
    const large = await dial();
    large.write(CONNECT('large'));
    large.write(packet(0x30, text16('a'), Buffer.alloc(256 * 1_024)));
    const endless = await dial();
    endless.write(CONNECT('endless'));
    endless.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    const rubbish = await dial();
    rubbish.write('GET / HTTP/1.1\r\n\r\n');
    await until(() => large.isClosed() && endless.isClosed() && rubbish.isClosed());
    expect(broker.counts.cutClients).toBeGreaterThanOrEqual(3);
    const many = await Promise.all(Array.from({ length: 130 }, () => dial()));
    await until(() => broker.counts.refusedClients >= 30);
    expect(many.filter((socket) => !socket.isClosed()).length).toBeLessThanOrEqual(100);
    for (const socket of many) socket.destroy();
    await until(() => broker.counts.clients === 0);
    const sound = await retried(() => connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 }));
    expect(sound.connected).toBe(true);
    await sound.endAsync();
  });

  it('keeps nothing for clients that are away, and cuts a reader that takes nothing so that the others go on', async () => {
    const broker = lifetime.add(await EmbeddedBroker.listen(port));
    const options = { protocolVersion: 4, clean: false, clientId: 'away' } as const;
    const url = `mqtt://127.0.0.1:${port}`;
    const away = await connectAsync(url, options);
    await away.subscribeAsync('data/#', { qos: 1 });
    await away.endAsync();
    const stuck = await dial();
    stuck.write(CONNECT('stuck'));
    stuck.write(packet(0x82, [0, 1], text16('data/#'), [0]));
    await new Promise((resolve) => stuck.once('data', resolve));
    stuck.pause();
    const reader = lifetime.add(await Collector.connect(url, ['data/#'], { protocolVersion: 4, properties: {} }));
    const writer = await connectAsync(url, { protocolVersion: 4 });
    lifetime.defer(() => writer.endAsync(true));
    for (let n = 0; n < 300; n++) writer.publish('data/a', Buffer.alloc(64 * 1_024, n), { qos: 1 });
    await until(() => reader.seen.length === 300);
    expect(broker.counts.cutClients).toBe(1);
    const back = await connectAsync(url, options);
    let late = 0;
    back.on('message', () => late++);
    await systemClock.sleep(200);
    expect(late).toBe(0);
    await back.endAsync();
  });
});

/** A port that was let go a moment ago may still be refused. */
async function retried<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      if (attempt > 50) throw error;
      await systemClock.sleep(100);
    }
  }
}
