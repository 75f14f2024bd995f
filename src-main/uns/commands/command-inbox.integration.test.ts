import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { freePort } from '../../testing/free-port.ts';
import { type InboxRig, startInbox, WRITE, writeBody } from '../../testing/inbox-rig.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { counterRow, startLog, startPublisher, TEST_MQTT, until } from '../publishing/log-and-publisher.ts';

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

/** A gateway with its broker; settings of `mqtt.commands`. */
async function givenInbox(
  commands: Parameters<typeof startInbox>[1] = {},
  version: '5' | '3.1.1' = '5',
): Promise<InboxRig> {
  return lifetime.add(await startInbox(new MosquittoProcess(await freePort()), commands, version));
}

describe.skipIf(mosquittoMissing() !== undefined)('commands over MQTT', () => {
  for (const version of ['5', '3.1.1'] as const) {
    it(`come to the engine and are answered on the prefix that asked, with MQTT ${version}`, async () => {
      const { running, commands, peer, answers } = await givenInbox({ actor: 'line 3' }, version);
      for (const prefix of ['nexus', '$nexus']) {
        const body = writeBody({
          value: 42.5,
          request_id: `of ${prefix}`,
          verify: false,
          ttl_ms: 2_000,
          reason: 'test',
        });
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

  it('M2: carry the hash of what was asked, by which the same id with another value is found', async () => {
    const { commands, peer } = await givenInbox();
    for (const value of [1, 1, 2])
      await peer.client.publishAsync(WRITE, writeBody({ request_id: 'x', value }), { qos: 1 });
    await until(() => commands.length === 3);
    const [first, same, other] = commands.map(({ hash }) => hash);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it('M7: wait in a bounded number, and the next is told at once that we are busy', async () => {
    const { answers, commands, peer, running } = await givenInbox();
    for (let n = 0; n < 2_100; n++) peer.client.publish(WRITE, writeBody({ request_id: `n ${n}` }), { qos: 1 });
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
      await peer.client.publishAsync(WRITE, writeBody({ request_id: `r ${i}` }), { qos: 1, properties });
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
    expect((await ask(WRITE, writeBody({}), { qos: 0 })).error).toMatchObject({ code: 'FORBIDDEN' });
    for (const device of ['device-2', 'response', '', 'Device-1']) {
      await peer.client.publishAsync(`nexus/cmd/${device}/write`, writeBody({}), { qos: 1 });
    }
    await ask(WRITE, 'not JSON');
    expect(commands).toEqual([]);
    // The peer, which reads all answers, sees its own message to the device “response” too.
    expect(answers().filter(({ status }) => status !== undefined)).toHaveLength(2);
    await until(() => running.publisher.progress?.commands.foreign === 3);
    await running.dispose();
  });

  it('are waited for as soon as the tags are known, and not before: all devices would be those of others', async () => {
    const broker = lifetime.add(new MosquittoProcess(await freePort()));
    await broker.start();
    const folder = mkdtempSync(join(tmpdir(), 'nexus-inbox-'));
    lifetime.defer(() => rmSync(folder, { recursive: true }));
    const log = lifetime.add(await startLog(folder));
    const mqtt = { url: broker.url, commands: { ...TEST_MQTT.commands, enabled: true } };
    const { publisher } = lifetime.add(await startPublisher(folder, log, { mqtt }));
    await until(() => publisher.state.kind === 'connected');
    await systemClock.sleep(200);
    expect(publisher.inbox).toBeUndefined();
    publisher.tags([counterRow(1)], true);
    await until(() => publisher.inbox?.state.kind === 'connected');
  });

  it('tell on which prefixes a message of our own comes back, and on which the broker passes nothing on', async () => {
    const acl = 'topic readwrite nexus/#\ntopic write $nexus/#\ntopic read acme/#\n';
    const mosquitto = new MosquittoProcess(await freePort(), ['acl_file FOLDER/acl'], { acl });
    const { running } = lifetime.add(await startInbox(mosquitto));
    await until(() => (running.publisher.inbox?.silent.length ?? 0) > 0);
    expect(running.publisher.inbox!.silent).toEqual(['$nexus']);
    expect(running.warnings.filter((line) => line.includes('did not come back'))).toHaveLength(1);
  });

  it('take QoS 0 where that is allowed', async () => {
    const { commands, peer } = await givenInbox({ allow_qos0: true });
    await peer.client.publishAsync(WRITE, writeBody({}), { qos: 0 });
    await until(() => commands.length === 1);
  });

  it('sent while the gateway is away are done by nobody later; answers wait for a broker that comes back', async () => {
    const { commands, peer, broker, running, answers } = await givenInbox();
    await peer.client.publishAsync(WRITE, writeBody({ request_id: 'slow' }), { qos: 1 });
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
