import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IClientPublishOptions } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { freePort } from '../testing/service-process.ts';
import { Collector } from './collector.ts';
import type { IncomingCommand } from './command-messages.ts';
import { counterRow, type RunningPublisher, startLog, startPublisher, TEST_MQTT, until } from './log-and-publisher.ts';
import { MosquittoProcess, mosquittoMissing } from './mosquitto-process.ts';

const WRITE = 'nexus/cmd/device-1/write';
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-inbox-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});

afterEach(() => lifetime.dispose());

interface Answer {
  readonly request_id: string | null;
  readonly device_id: string;
  readonly tag_id: string | null;
  readonly success: boolean;
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly value?: unknown;
  readonly timestamp: string;
  readonly duration_ms: number;
}

interface Rig {
  readonly running: RunningPublisher;
  readonly commands: IncomingCommand[];
  readonly peer: Collector;
  readonly broker: MosquittoProcess;
  answers(): Answer[];
  /** Sends and waits for so many answers in all. */
  ask(topic: string, body: string | Buffer, options?: IClientPublishOptions, answers?: number): Promise<Answer>;
}

/** A gateway with a number, a text and a switch, and a client of the broker that reads all answers. */
async function givenInbox(
  commands: Partial<typeof TEST_MQTT.commands> = {},
  version: '5' | '3.1.1' = '5',
): Promise<Rig> {
  const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  const log = lifetime.add(await startLog(folder));
  const running = lifetime.add(
    await startPublisher(folder, log, {
      mqtt: { url: broker.url, version, commands: { ...TEST_MQTT.commands, enabled: true, ...commands } },
    }),
  );
  const text = { ...counterRow(2), tag: 'recipe', dataType: 'string' } as const;
  const lamp = { ...counterRow(3), tag: 'lamp', dataType: 'bool' } as const;
  running.publisher.tags([counterRow(1), text, lamp], true);
  const seen: IncomingCommand[] = [];
  lifetime.add(running.publisher.commands.on((command) => void seen.push(command)));
  const filters = ['nexus/cmd/response/#', '$nexus/cmd/response/#'];
  const peer = lifetime.add(await Collector.connect(broker.url, filters, { clientId: 'peer', protocolVersion: 5 }));
  await until(() => running.publisher.inbox?.state.kind === 'connected');
  // The subscription follows the connect; a command that comes back shows that it stands.
  await peer.client.publishAsync('nexus/cmd/device-1/lamp/set', 'true', { qos: 1 });
  for (let attempt = 0; seen.length === 0 && attempt < 100; attempt++) {
    await systemClock.sleep(50);
    if (attempt % 10 === 9) await peer.client.publishAsync('nexus/cmd/device-1/lamp/set', 'true', { qos: 1 });
  }
  const first = seen.splice(0)[0]!;
  running.publisher.answer(first.number, { success: true, status: 'DONE', error: null });
  await until(() => peer.seen.length > 0);
  peer.seen.splice(0);
  const answers = (): Answer[] => peer.seen.map(({ text: body }) => JSON.parse(body) as Answer);
  const ask: Rig['ask'] = async (topic, body, options = {}, count = peer.seen.length + 1) => {
    await peer.client.publishAsync(topic, body, { qos: 1, ...options });
    await until(() => peer.seen.length >= count);
    return answers().at(-1)!;
  };
  return { running, commands: seen, peer, broker, answers, ask };
}

const json = (fields: object): string => JSON.stringify({ tag_id: 'tag-1', value: 1, ...fields });

describe.skipIf(mosquittoMissing() !== undefined)('commands over MQTT', () => {
  for (const version of ['5', '3.1.1'] as const) {
    it(`come to the engine and are answered on the prefix that asked, with MQTT ${version}`, async () => {
      const { running, commands, peer, answers } = await givenInbox({ actor: 'line 3' }, version);
      for (const prefix of ['nexus', '$nexus']) {
        const body = json({ value: 42.5, request_id: `of ${prefix}`, verify: false, ttl_ms: 2_000, reason: 'test' });
        await peer.client.publishAsync(`${prefix}/cmd/device-1/write`, body, { qos: 2 });
      }
      await until(() => commands.length === 2);
      expect(commands[1]).toMatchObject({
        prefix: '$nexus',
        device: 'device-1',
        tag: 'tag-1',
        value: 42.5,
        requestId: 'of $nexus',
        idGiven: true,
        verify: false,
        ttlMs: 2_000,
        reason: 'test',
        actor: 'line 3',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(Math.abs(commands[1]!.receivedUs - systemClock.wallUs())).toBeLessThan(60e6);
      for (const { number } of commands) {
        running.publisher.answer(number, { success: true, status: 'DONE_VERIFIED', error: null, value: 42.5 });
      }
      await until(() => peer.seen.length === 2);
      expect(peer.seen.map(({ topic, retain, qos }) => [topic, retain, qos])).toEqual([
        ['nexus/cmd/response/device-1/tag-1', false, 1],
        ['$nexus/cmd/response/device-1/tag-1', false, 1],
      ]);
      expect(answers()[0]).toEqual({
        request_id: 'of nexus',
        device_id: 'device-1',
        tag_id: 'tag-1',
        success: true,
        status: 'DONE_VERIFIED',
        error: null,
        value: 42.5,
        timestamp: expect.stringMatching(/Z$/),
        duration_ms: expect.any(Number),
      });
    });
  }

  it('take the bare value on …/set, in the type of the tag, and are given an id', async () => {
    const { commands, peer } = await givenInbox();
    const values: [string, string, unknown][] = [
      ['tag-1', '42.5', 42.5],
      ['tag-1', ' -3 ', -3],
      ['tag-1', '18446744073709551615', '18446744073709551615'],
      ['lamp', 'false', false],
      ['recipe', 'Beer, dark', 'Beer, dark'],
      ['recipe', '"in quotes"', 'in quotes'],
      ['recipe', '42', '42'],
      ['no-such-tag', 'anything', 'anything'],
    ];
    for (const [tag, body] of values) await peer.client.publishAsync(`nexus/cmd/device-1/${tag}/set`, body, { qos: 1 });
    await until(() => commands.length === values.length);
    expect(commands.map(({ tag, value }) => [tag, value])).toEqual(values.map(([tag, , value]) => [tag, value]));
    expect(commands.every(({ idGiven }) => !idGiven)).toBe(true);
    expect(new Set(commands.map(({ requestId }) => requestId)).size).toBe(values.length);
  });

  it('M1: are refused once when they are retained, now and at the next connect', async () => {
    for (const version of ['5', '3.1.1'] as const) {
      const { ask, commands, broker, running, peer, answers } = await givenInbox({}, version);
      if (version === '3.1.1') {
        // Such a broker marks a message as retained only when it sends it to a new subscription.
        await broker.stop();
        await broker.start();
        await until(() => peer.client.connected);
      }
      const body = json({ request_id: 'kept' });
      if (version === '5') {
        expect(await ask(WRITE, body, { retain: true })).toMatchObject({
          request_id: 'kept',
          success: false,
          status: 'REJECTED',
          error: { code: 'RETAINED_REFUSED' },
        });
      } else {
        await peer.client.publishAsync(WRITE, body, { qos: 1, retain: true });
        await until(() => commands.length === 1 || answers().length === 1);
      }
      const before = commands.length;
      for (let restart = 0; restart < 2; restart++) {
        await broker.stop();
        await until(() => running.publisher.inbox?.state.kind === 'offline');
        await broker.start();
        await until(() => running.publisher.inbox?.state.kind === 'connected' && peer.client.connected);
        await systemClock.sleep(300);
      }
      expect(commands).toHaveLength(before);
      expect(answers().filter(({ error }) => error?.code === 'RETAINED_REFUSED')).toHaveLength(1);
      await lifetime.dispose();
      folder = mkdtempSync(join(tmpdir(), 'nexus-inbox-'));
      lifetime = new Lifetime('test');
      lifetime.defer(() => rmSync(folder, { recursive: true }));
    }
  });

  it('M2: carry the hash of what was asked, by which the same id with another value is found', async () => {
    const { commands, peer } = await givenInbox();
    for (const value of [1, 1, 2]) await peer.client.publishAsync(WRITE, json({ request_id: 'x', value }), { qos: 1 });
    await until(() => commands.length === 3);
    const [first, same, other] = commands.map(({ hash }) => hash);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it('M3: are refused when they are late, from the future or of no time', async () => {
    const { ask, commands, peer } = await givenInbox();
    const at = (offsetMs: number): string => new Date(Date.now() + offsetMs).toISOString();
    const refused: [unknown, string][] = [
      [at(-3_600_000), 'EXPIRED'],
      [Date.now() - 6_000, 'EXPIRED'],
      [at(3_600_000), 'CLOCK_SKEW'],
      ['yesterday', 'BAD_REQUEST'],
      ['2026-11-21T10:00:00', 'BAD_REQUEST'],
      ['2026-13-45T10:00:00Z', 'BAD_REQUEST'],
      [true, 'BAD_REQUEST'],
      [-1, 'BAD_REQUEST'],
    ];
    for (const [ts, code] of refused) {
      expect((await ask(WRITE, json({ ts }))).error, String(ts)).toMatchObject({ code });
    }
    for (const ttl of [0, -1, 1.5, 30_001, '5s']) {
      expect((await ask(WRITE, json({ ttl_ms: ttl }))).error, String(ttl)).toMatchObject({ code: 'BAD_REQUEST' });
    }
    await peer.client.publishAsync(WRITE, json({ ts: at(-6_000), ttl_ms: 30_000 }), { qos: 1 });
    await peer.client.publishAsync(WRITE, json({ ts: at(10_000) }), { qos: 1 });
    await until(() => commands.length === 2);
  });

  it('M4: are refused when they are not a command, and change nothing', async () => {
    const { ask, commands, running } = await givenInbox();
    const bodies: readonly (string | Buffer)[] = [
      'not JSON',
      '',
      '[1,2]',
      'null',
      '42',
      '{}',
      '{"tag_id":"tag-1"}',
      '{"value":1}',
      '{"tag_id":7,"value":1}',
      '{"tag_id":"a/b","value":1}',
      '{"tag_id":"+","value":1}',
      '{"tag_id":"tag-1","value":null}',
      '{"tag_id":"tag-1","value":{"a":1}}',
      '{"tag_id":"tag-1","value":1,"request_id":5}',
      '{"tag_id":"tag-1","value":1,"device_id":"another"}',
      '{"tag_id":"tag-1","value":1,"verify":"yes"}',
      json({ value: 'x'.repeat(1_025) }),
      json({ reason: 'x'.repeat(513) }),
      json({ request_id: 'x'.repeat(129) }),
      json({ padding: 'x'.repeat(65_536) }),
      'x'.repeat(256 * 1_024),
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      `{"tag_id":"tag-1","value":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      '['.repeat(60_000),
      `{"a":${'{"b":'.repeat(21)}1${'}'.repeat(21)},"tag_id":"tag-1","value":1}`,
    ];
    for (const body of bodies) {
      const answer = await ask(WRITE, body);
      expect(answer, String(body).slice(0, 60)).toMatchObject({
        success: false,
        status: 'REJECTED',
        error: { code: 'BAD_REQUEST', message: expect.stringMatching(/\.$/) },
      });
    }
    expect(commands).toEqual([]);
    expect(running.publisherHost.restarts).toBe(0);
    await until(() => running.publisher.progress!.commands.refused['BAD_REQUEST'] === bodies.length);
  });

  it('M5: are never rounded', async () => {
    const { ask, commands, peer } = await givenInbox();
    for (const value of ['NaN', 'Infinity', '-Infinity', '1e400', '0x10', '+1', '01']) {
      expect((await ask(WRITE, `{"tag_id":"tag-1","value":${value}}`)).error).toMatchObject({ code: 'BAD_REQUEST' });
      expect((await ask('nexus/cmd/device-1/tag-1/set', value)).error).toMatchObject({ code: 'BAD_REQUEST' });
    }
    const exact: [string, unknown][] = [
      ['9007199254740993', '9007199254740993'],
      ['9223372036854775808', '9223372036854775808'],
      ['-9223372036854775809', '-9223372036854775809'],
      ['9007199254740991', 9_007_199_254_740_991],
      ['1.5', 1.5],
      ['70000', 70_000],
      ['"on"', 'on'],
      ['true', true],
    ];
    for (const [value] of exact)
      await peer.client.publishAsync(WRITE, `{"tag_id":"tag-1","value":${value}}`, { qos: 1 });
    await until(() => commands.length === exact.length);
    expect(commands.map(({ value }) => value)).toEqual(exact.map(([, value]) => value));
  });

  it('M7: wait in a bounded number, and the next is told at once that we are busy', async () => {
    const { answers, commands, peer, running } = await givenInbox();
    for (let n = 0; n < 2_100; n++) peer.client.publish(WRITE, json({ request_id: `n ${n}` }), { qos: 1 });
    await until(() => commands.length === 2_000 && answers().length === 100);
    expect(answers().every(({ error }) => error?.code === 'BUSY')).toBe(true);
    for (const { number } of commands) {
      running.publisher.answer(number, {
        success: false,
        status: 'REJECTED',
        error: { code: 'NOT_ARMED', message: 'No.' },
      });
    }
    await until(() => answers().length === 2_100);
    expect(new Set(answers().map(({ request_id: id }) => id)).size).toBe(2_100);
  });

  it('M9: are answered on the fixed topic whatever response topic they name, and echo what correlates', async () => {
    const { peer, commands, running } = await givenInbox();
    const seen: unknown[] = [];
    peer.client.on(
      'message',
      (topic, _payload, { properties }) => void seen.push([topic, properties?.correlationData]),
    );
    const responseTopics = [
      'nexus/cmd/device-1/write',
      '$SYS/broker/x',
      `${'a/'.repeat(30_000)}x`,
      'nexus/cmd/response/device-1/tag-1',
    ];
    for (const [i, responseTopic] of responseTopics.entries()) {
      const properties = { responseTopic, correlationData: Buffer.alloc(i === 0 ? 257 : 16, i) };
      await peer.client.publishAsync(WRITE, json({ request_id: `r ${i}` }), { qos: 1, properties });
    }
    await until(() => commands.length === 4);
    for (const { number } of commands) running.publisher.answer(number, { success: true, status: 'DONE', error: null });
    await until(() => seen.length === 4);
    const topic = 'nexus/cmd/response/device-1/tag-1';
    expect(seen).toEqual([[topic, undefined], ...[1, 2, 3].map((i) => [topic, Buffer.alloc(16, i)])]);
    expect(commands).toHaveLength(4);
  });

  it('are refused with QoS 0 unless that is allowed, and passed over in silence for devices of others', async () => {
    const { ask, answers, commands, peer, running } = await givenInbox();
    expect((await ask(WRITE, json({}), { qos: 0 })).error).toMatchObject({ code: 'FORBIDDEN' });
    for (const device of ['device-2', 'response', '', 'Device-1']) {
      await peer.client.publishAsync(`nexus/cmd/${device}/write`, json({}), { qos: 1 });
    }
    await ask(WRITE, 'not JSON');
    expect(commands).toEqual([]);
    // The peer, which reads all answers, sees its own message to the device “response” too.
    expect(answers().filter(({ status }) => status !== undefined)).toHaveLength(2);
    await until(() => running.publisher.progress!.commands.foreign === 3);
    await running.dispose();
  });

  it('take QoS 0 where that is allowed', async () => {
    const { commands, peer } = await givenInbox({ allow_qos0: true });
    await peer.client.publishAsync(WRITE, json({}), { qos: 0 });
    await until(() => commands.length === 1);
  });

  it('sent while the gateway is away are done by nobody later; answers wait for a broker that comes back', async () => {
    const { commands, peer, broker, running, answers } = await givenInbox();
    await peer.client.publishAsync(WRITE, json({ request_id: 'slow' }), { qos: 1 });
    await until(() => commands.length === 1);
    await broker.stop();
    await until(() => running.publisher.inbox?.state.kind === 'offline');
    running.publisher.answer(commands[0]!.number, { success: true, status: 'DONE', error: null });
    await broker.start();
    await until(() => answers().length === 1);
    expect(answers()[0]).toMatchObject({ request_id: 'slow', status: 'DONE' });
    expect(commands).toHaveLength(1);
  });
});
