import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import type { IncomingCommand } from '../commands/command-messages.ts';
import {
  counterRow,
  type LogAndPublisher,
  published,
  startLogAndPublisher,
  TEST_MQTT,
  until,
} from './log-and-publisher.ts';
import { packet, ScriptedBroker, text16 } from './scripted-broker.ts';

const WRITE = 'nexus/cmd/device-1/write';
const ANSWERS = 'nexus/cmd/response/';
let folder: string;
let lifetime: Lifetime;
let broker: ScriptedBroker;
let grant: ScriptedBroker['grant'] | undefined;
let running: LogAndPublisher;
let commands: IncomingCommand[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-rogue-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  commands = [];
  grant = undefined;
});

afterEach(() => lifetime.dispose());

async function givenGateway(version: '3.1.1' | '5' = '3.1.1'): Promise<void> {
  broker = lifetime.add(await new ScriptedBroker(version).listen());
  if (grant) broker.grant = grant;
  const mqtt = { url: broker.url, version, commands: { ...TEST_MQTT.commands, enabled: true } } as const;
  running = lifetime.add(await startLogAndPublisher(folder, { mqtt }));
  running.log.names([[1, 'device 1']], [[1, 'tag 1']]);
  running.publisher.tags([counterRow(1)], true);
  lifetime.add(running.publisher.commands.on((command) => void commands.push(command)));
  await until(() => running.publisher.progress !== undefined && broker.filters.length >= 4);
}

/** The codes of the answers so far. */
const codes = (): unknown[] =>
  broker.published
    .filter(({ topic }) => topic.startsWith(ANSWERS))
    .map(({ text }) => (JSON.parse(text) as { error: { code: string } | null }).error?.code);

const sound = (id: string): string => JSON.stringify({ tag_id: 'tag-1', value: 1, request_id: id });

describe('a broker that cannot be trusted', () => {
  it('is asked for commands and our own self-test only, never for answers', async () => {
    await givenGateway();
    const expected = ['nexus', '$nexus'].flatMap((prefix) => [`${prefix}/cmd/+/write`, `${prefix}/cmd/+/+/set`]);
    expect(broker.filters.filter((filter) => !/^[^/]+\/selftest\/[^/+#]+$/.test(filter))).toEqual(expected);
  });

  it('M6: is refused commands on topics that no client may publish to', async () => {
    await givenGateway();
    const topics = [
      'nexus/cmd/device-1/+/set',
      'nexus/cmd/device-1/#/set',
      '$share/group/nexus/cmd/device-1/write',
      'other/cmd/device-1/write',
      'a/nexus/cmd/device-1/write',
    ];
    for (const topic of topics) broker.publish(topic, sound(topic));
    // Not ours, or no command: silence.
    for (const topic of ['nexus/cmd/+/write', 'nexus/cmd/response/device-1/tag-1', 'nexus/cmd', '/', 'x']) {
      broker.publish(topic, sound(topic));
    }
    broker.publish(WRITE, sound('good'));
    await until(() => commands.length === 1 && codes().length === topics.length);
    expect(codes()).toEqual(topics.map(() => 'FORBIDDEN'));
    expect(broker.published.filter(({ topic }) => topic.startsWith(ANSWERS)).map(({ topic }) => topic)).toEqual(
      topics.map(() => 'nexus/cmd/response/device-1/_'),
    );
    expect(commands[0]).toMatchObject({ requestId: 'good' });
  });

  it('is refused a redelivered command without an id, and taken one that has one', async () => {
    await givenGateway();
    broker.publish(WRITE, '{"tag_id":"tag-1","value":1}', { dup: true });
    broker.publish('nexus/cmd/device-1/tag-1/set', '1', { dup: true, id: 2 });
    broker.publish(WRITE, sound('a'), { dup: true, id: 3 });
    await until(() => commands.length === 1 && codes().length === 2);
    expect(codes()).toEqual(['BAD_REQUEST', 'BAD_REQUEST']);
    expect(commands[0]).toMatchObject({ requestId: 'a', idGiven: true });
  });

  it('may refuse a subscription, which is said with the topic', async () => {
    grant = (filter) => (filter.startsWith('$nexus') ? 0x80 : 2);
    await givenGateway();
    await until(() => running.publisher.inbox!.refused.length > 0);
    expect(running.publisher.inbox).toMatchObject({
      state: { kind: 'connected' },
      refused: ['$nexus/cmd/+/write', '$nexus/cmd/+/+/set'],
    });
    broker.publish(WRITE, sound('still'));
    await until(() => commands.length === 1);
  });

  const rubbish: Readonly<Record<string, Buffer>> = {
    'a PUBLISH of QoS 1 without a packet id': packet(0x32, text16(WRITE)),
    'a PUBLISH of QoS 2 without a packet id': packet(0x34, text16(WRITE)),
    'a PUBLISH of QoS 3': packet(0x36, text16(WRITE), [0, 1], Buffer.from(sound('x'))),
    'a PUBREL for an unknown id': packet(0x62, [0x12, 0x34]),
    'a PUBACK for an unknown id': packet(0x40, [0x12, 0x34]),
    'a SUBACK for an unknown id': packet(0x90, [0x12, 0x34, 0x80]),
    'a second CONNACK': packet(0x20, [0, 0]),
    'a CONNECT': packet(0x10, text16('MQTT'), [4, 2, 0, 30], text16('x')),
    'a topic that is not UTF-8': packet(0x32, [0, 2, 0xff, 0xfe], [0, 9], Buffer.from(sound('x'))),
    'a topic longer than its packet': packet(0x32, [0xff, 0xff, 0x61]),
    'a packet of 200 MB': Buffer.from([0x32, 0x80, 0x84, 0xaf, 0x5f, 0, 1, 0x61]),
    'a length of five bytes': Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 0x7f]),
    'bytes that are not MQTT': Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
  };
  for (const [name, bytes] of Object.entries(rubbish)) {
    it(`M10: sends ${name}: nothing is lost, and commands are taken again`, async () => {
      await givenGateway();
      await survives(bytes);
      await until(() => {
        if (broker.subscribers > 0) broker.publish(WRITE, sound('after'), { id: 77 });
        return commands.some(({ requestId }) => requestId === 'after');
      });
    });
  }

  const aliases: Readonly<Record<string, Buffer>> = {
    'an unknown topic alias': packet(0x32, [0, 0], [0, 1], [3, 0x23, 0, 9], Buffer.from(sound('x'))),
    'a topic alias that was not allowed': packet(0x32, text16(WRITE), [0, 1], [3, 0x23, 0, 9], Buffer.from(sound('x'))),
    'properties longer than the packet': packet(0x32, text16(WRITE), [0, 1], [0x7f]),
  };
  for (const [name, bytes] of Object.entries(aliases)) {
    it(`M10: sends ${name} with MQTT 5: nothing is lost`, async () => {
      await givenGateway('5');
      await survives(bytes);
      expect(commands).toEqual([]);
    });
  }
});

/** Publishes while the broker sends something that it must not. */
async function survives(bytes: Buffer): Promise<void> {
  const append = (from: number): void => {
    for (let n = from; n < from + 300; n++) running.log.append(counterFrame(1, [1], n, 1e15 + n), 1);
  };
  append(0);
  broker.send(bytes);
  append(300);
  await published(running);
  // At the worst the thread has ended and is started again; the log covers it.
  expect(running.publisherHost.restarts).toBeLessThanOrEqual(1);
  expect(running.publisher.counts).toEqual({ before: 0, delivered: 600, queued: 0, dropped: 0, quarantined: 0 });
  const values = new Set(broker.published.filter(({ topic }) => topic.startsWith('acme/')).map(({ text }) => text));
  expect(values.size).toBe(600);
}
