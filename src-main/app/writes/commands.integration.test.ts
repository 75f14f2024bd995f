import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { LibmodbusPeer } from '../../drivers/modbus/libmodbus-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';
import { connectSocket } from '../../testing/socket-client.ts';

const PREFIX = 'acme/plant1/utilities/steam/boiler-1';

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

interface Bench {
  readonly service: ServiceProcess;
  readonly peer: LibmodbusPeer;
  readonly probe: MqttProbe;
}

/** A libmodbus server as device, a mosquitto as broker, and a service that takes commands. */
async function givenBench(settings = ''): Promise<Bench> {
  lifetime = new Lifetime('commands');
  const peer = lifetime.add(await LibmodbusPeer.start([]));
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Commands }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}", retry: 1s, commands: { enabled: true } }
${settings}`,
    'devices/boiler-1.yaml': `id: boiler-1
protocol: modbus-tcp
uns_prefix: ${PREFIX}
poll_interval: 200ms
connection: { host: 127.0.0.1, port: ${peer.port}, unit_id: ${peer.unit}, request_timeout: 5s }
tags:
  - { id: setpoint, address: "holding:40011:int16", access: read_write, scale: 0.1, unit: Cel, write_limits: { min: 0, max: 300 } }
  - { id: level, address: "holding:40012:int16" }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  const probe = lifetime.add(await MqttProbe.connect(broker.url));
  await probe.subscribe(`${PREFIX}/#`, 'nexus/#', '$nexus/#');
  await service.start();
  await vi.waitFor(() => expect(probe.last(`${PREFIX}/setpoint`)).toMatchObject({ quality: 192 }), { timeout: 10_000 });
  return { service, peer, probe };
}

const mbpoll = (peer: LibmodbusPeer, register: number): number => {
  const args = ['-m', 'tcp', '-a', String(peer.unit), '-r', String(register), '-c', '1', '-t', '4', '-1', '-q'];
  const output = execFileSync('mbpoll', [...args, '-p', String(peer.port), '127.0.0.1'], { encoding: 'utf8' });
  return Number(/\[\d+\]:\s+(-?\d+)/.exec(output)![1]);
};

function journalOf(service: ServiceProcess): string {
  const folder = join(service.folder, '.nexus/journal');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

function auditOf(service: ServiceProcess): readonly AuditEntry[] {
  const folder = join(service.folder, '.nexus/audit');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
  return lines.map((line) => JSON.parse(line) as AuditEntry);
}

describe('commands over MQTT', () => {
  it('are executed once, read back by a foreign client, and answered on the topic of the prefix that asked', async () => {
    const { peer, probe, service } = await givenBench();
    await probe.publish('nexus/cmd/boiler-1/write', { tag_id: 'setpoint', value: 42.5, request_id: 'c-1' });
    const answer = await probe.next('nexus/cmd/response/boiler-1/setpoint');
    expect(answer).toMatchObject({
      request_id: 'c-1',
      device_id: 'boiler-1',
      tag_id: 'setpoint',
      success: true,
      status: 'DONE_VERIFIED',
      error: null,
    });
    expect(mbpoll(peer, 11)).toBe(425);
    await eventually(() => expect(probe.last(`${PREFIX}/setpoint`)).toMatchObject({ value: 42.5, unit: '°C' }));
    await probe.publish('$nexus/cmd/boiler-1/setpoint/set', '17.3');
    expect(await probe.next('$nexus/cmd/response/boiler-1/setpoint')).toMatchObject({ success: true });
    expect(mbpoll(peer, 11)).toBe(173);
    const [last, first] = await service.get<WriteReceipt[]>('/api/v1/writes');
    expect(first).toMatchObject({ request_id: 'c-1', value: 42.5, read_back: 42.5, previous: 0, via: 'mqtt' });
    expect(last).toMatchObject({ value: 17.3, read_back: 17.3, previous: 42.5 });
    await expectBalance(service, 10);
  });

  it('are refused with their reason, and nothing is sent', async () => {
    const { probe, peer, service } = await givenBench();
    const refused = async (body: { readonly tag_id: string; readonly [key: string]: unknown }): Promise<unknown> => {
      await probe.publish('nexus/cmd/boiler-1/write', { request_id: 'r', ...body });
      const answer = await probe.next(`nexus/cmd/response/boiler-1/${body.tag_id}`);
      expect(answer).toMatchObject({ request_id: 'r', success: false, status: 'REJECTED' });
      return (answer['error'] as { readonly code: string }).code;
    };
    expect(await refused({ tag_id: 'nope', value: 1 })).toBe('NO_SUCH_TAG');
    expect(await refused({ tag_id: 'level', value: 1 })).toBe('READ_ONLY');
    expect(await refused({ tag_id: 'setpoint', value: 301 })).toBe('OUT_OF_RANGE');
    expect(await refused({ tag_id: 'setpoint', value: 42.55 }), 'between two steps').toBe('OUT_OF_RANGE');
    expect(await refused({ tag_id: 'setpoint', value: 'on' })).toBe('BAD_REQUEST');
    expect(await refused({ tag_id: 'setpoint', value: 1, ts: '2020-01-01T00:00:00Z' })).toBe('EXPIRED');
    expect(await refused({ tag_id: 'setpoint', value: 1, ts: '2100-01-01T00:00:00Z' })).toBe('CLOCK_SKEW');
    expect(await refused({ tag_id: 'setpoint', value: 1, expect: 99 })).toBe('PRECONDITION_FAILED');
    await probe.publish('nexus/cmd/another-device/write', { tag_id: 'setpoint', value: 1, request_id: 'foreign' });
    expect(await refused({ tag_id: 'nope', value: 2 })).toBe('NO_SUCH_TAG');
    expect(probe.all('nexus/cmd/response/another-device/setpoint'), 'a device of others: silence').toEqual([]);
    expect(mbpoll(peer, 11)).toBe(0);
    expect(await service.get('/api/v1/writes/state')).toMatchObject({ running: 0, waiting: 0 });
  });

  it('that a crash cut off are UNKNOWN after the restart, and are not repeated', async () => {
    const { probe, service, peer } = await givenBench();
    peer.server.kill('SIGSTOP');
    await probe.publish('nexus/cmd/boiler-1/write', { tag_id: 'setpoint', value: 7, request_id: 'cut' });
    // Only an intent that is on the medium can be found by the next run.
    await vi.waitFor(() => expect(journalOf(service)).toContain('"id":"cut"'), { timeout: 5_000 });
    expect(await service.kill()).toBe(true);
    peer.server.kill('SIGCONT');
    await service.start();
    const [entry] = await service.get<WriteReceipt[]>('/api/v1/writes');
    expect(entry).toMatchObject({ request_id: 'cut', status: 'UNKNOWN', success: false });
    expect(await service.get('/api/v1/writes/state'), 'disarmed').toMatchObject({ armed: [] });
    await vi.waitFor(() => expect(probe.last(`${PREFIX}/setpoint`)).toMatchObject({ quality: 192 }), {
      timeout: 10_000,
    });
    await probe.publish('nexus/cmd/boiler-1/write', { tag_id: 'setpoint', value: 7, request_id: 'cut' });
    expect(await probe.next('nexus/cmd/response/boiler-1/setpoint')).toMatchObject({
      status: 'UNKNOWN',
      success: false,
    });
    // Reliability reference 3.9: what was cut off is settled before anything is taken from outside.
    const told = auditOf(service).map(({ action }) => action);
    const started = told.lastIndexOf('system.started');
    expect(told[started - 1]).toBe('system.unclean_stop');
    const after = told.slice(started).filter((action) => /^(?:system\.started|write\.)/.test(action));
    expect(after).toEqual(['system.started', 'write.unknown', 'write.repeated']);
  }, 60_000);
});

describe('commands over a socket', () => {
  it('are armed per session, answered with a receipt, and told to whoever listens', async () => {
    const { service, peer } = await givenBench();
    const window = await connectSocket(service.port);
    lifetime.defer(() => window.close());
    const ended = new AbortController();
    lifetime.defer(() => ended.abort());
    const settled = await window.rpc.writes.settled({ signal: ended.signal });
    const first = settled[Symbol.asyncIterator]().next();
    const write = { device_id: 'boiler-1', tag_id: 'setpoint', value: 20.5, expect: 0 };
    expect(await window.rpc.writes.write(write)).toMatchObject({ error: { code: 'NOT_ARMED' } });
    expect((await first).value).toMatchObject({ status: 'REJECTED' });
    const scopes = (await window.rpc.writes.arming({ signal: ended.signal }))[Symbol.asyncIterator]();
    expect((await scopes.next()).value).toEqual({ armed: [] });
    await window.rpc.writes.arm({ reason: 'commissioning', minutes: 1 });
    expect((await scopes.next()).value).toMatchObject({ armed: [{ device_id: null, reason: 'commissioning' }] });
    expect(await window.rpc.writes.write(write)).toMatchObject({ status: 'DONE_VERIFIED', previous: 0 });
    expect(mbpoll(peer, 11)).toBe(205);
    expect(await window.rpc.writes.write(write), 'no longer 0').toMatchObject({
      status: 'REJECTED',
      error: { code: 'PRECONDITION_FAILED' },
    });
    expect(await window.rpc.writes.disarm({ cause: 'away' })).toEqual({ disarmed: 1 });
    expect((await scopes.next()).value).toEqual({ armed: [] });
    const about = { actor: userInfo().username, via: 'socket' };
    expect(await window.rpc.writes.journal({ limit: 10 })).toMatchObject([
      { kind: 'disarmed', ...about, device_id: null, cause: 'away', reason: 'commissioning' },
      { kind: 'write', ...about, status: 'REJECTED' },
      { kind: 'write', ...about, status: 'DONE_VERIFIED', previous: 0, value: 20.5, read_back: 20.5 },
      { kind: 'armed', ...about, device_id: null, reason: 'commissioning' },
      { kind: 'write', ...about, status: 'REJECTED', error: { code: 'NOT_ARMED' } },
    ]);
  });
});

describe('commands over REST', () => {
  it('need a session that is armed, and give a receipt', async () => {
    const { service, peer } = await givenBench();
    const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
      const response = await fetch(`http://127.0.0.1:${service.port}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const write = { device_id: 'boiler-1', tag_id: 'setpoint', value: 12.5 };
    expect(await post('/writes', write)).toMatchObject({ status: 'REJECTED', error: { code: 'NOT_ARMED' } });
    expect(await post('/writes/arm', { device_id: 'boiler-1', reason: 'loop check' })).toMatchObject({
      device_id: 'boiler-1',
    });
    expect(await post('/writes', write)).toMatchObject({ status: 'DONE_VERIFIED', read_back: 12.5 });
    expect(mbpoll(peer, 11)).toBe(125);
    expect(await post('/writes/disarm', {})).toEqual({ disarmed: 1 });
    expect(await post('/writes', write)).toMatchObject({ error: { code: 'NOT_ARMED' } });
  });
});
