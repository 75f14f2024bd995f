import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { freePort } from '../../testing/free-port.ts';
import { type InboxRig, startInbox, WRITE, writeBody } from '../../testing/inbox-rig.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { until } from '../publishing/log-and-publisher.ts';

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

describe.skipIf(mosquittoMissing() !== undefined)('bad commands over MQTT', () => {
  for (const version of ['5', '3.1.1'] as const) {
    it(`M1: are refused once when they are retained, now and at the next connect, with MQTT ${version}`, async () => {
      const { commands, broker, running, peer, answers } = await givenInbox({}, version);
      await peer.client.publishAsync(WRITE, writeBody({ request_id: 'kept' }), { qos: 1, retain: true });
      // A broker of MQTT 3.1.1 marks a message as retained only when it sends it to a new subscription.
      await until(() => commands.length + answers().length === 1);
      const before = commands.length;
      expect(before).toBe(version === '5' ? 0 : 1);
      for (let restart = 0; restart < 2; restart++) {
        await broker.stop();
        await until(() => running.publisher.inbox?.state.kind === 'offline');
        await broker.start();
        await until(() => running.publisher.inbox?.state.kind === 'connected' && peer.client.connected);
        await until(() => answers().length === 1);
        await systemClock.sleep(300);
      }
      expect(commands).toHaveLength(before);
      expect(answers()).toMatchObject([
        { request_id: 'kept', success: false, status: 'REJECTED', error: { code: 'RETAINED_REFUSED' } },
      ]);
    });
  }

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
      expect((await ask(WRITE, writeBody({ ts }))).error, String(ts)).toMatchObject({ code });
    }
    for (const ttl of [0, -1, 1.5, 30_001, '5s']) {
      expect((await ask(WRITE, writeBody({ ttl_ms: ttl }))).error, String(ttl)).toMatchObject({ code: 'BAD_REQUEST' });
    }
    await peer.client.publishAsync(WRITE, writeBody({ ts: at(-6_000), ttl_ms: 30_000 }), { qos: 1 });
    await peer.client.publishAsync(WRITE, writeBody({ ts: at(10_000) }), { qos: 1 });
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
      writeBody({ value: 'x'.repeat(1_025) }),
      writeBody({ reason: 'x'.repeat(513) }),
      writeBody({ request_id: 'x'.repeat(129) }),
      writeBody({ padding: 'x'.repeat(65_536) }),
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
    await until(() => running.publisher.progress?.commands.refused['BAD_REQUEST'] === bodies.length);
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
});
