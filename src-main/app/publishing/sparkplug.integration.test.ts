import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LibmodbusPeer } from '../../drivers/modbus/libmodbus-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { freePort } from '../../testing/free-port.ts';
import { HostApplication, type HostMetric } from '../../testing/host-application.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

let lifetime: Lifetime;
let bench: Bench;
beforeAll(async () => {
  bench = await givenBench();
});
afterAll(() => lifetime.dispose());

interface Bench {
  readonly service: ServiceProcess;
  readonly peer: LibmodbusPeer;
  readonly host: HostApplication;
}

/** A libmodbus server as device, a mosquitto as broker, a service as edge node and a host application. */
async function givenBench(): Promise<Bench> {
  lifetime = new Lifetime('sparkplug');
  const peer = lifetime.add(await LibmodbusPeer.start([]));
  const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  const host = lifetime.add(await HostApplication.connect(broker.url, 'plant/steam'));
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Steam }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}", retry: 1s, payload: sparkplug, sparkplug: { group_id: plant }, commands: { enabled: true } }
`,
    'devices/boiler-1.yaml': `id: boiler-1
protocol: modbus-tcp
uns_prefix: acme/boiler-1
poll_interval: 200ms
connection: { host: 127.0.0.1, port: ${peer.port}, unit_id: ${peer.unit}, request_timeout: 500ms }
tags:
  - { id: setpoint, address: "holding:40011:int16", access: read_write, scale: 0.1, unit: Cel, write_limits: { min: 0, max: 300 } }
  - { id: count, address: "holding:40021:int64", access: read_write }
  - { id: level, address: "holding:40012:int16" }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  await hears(() => expect(host.values('boiler-1', 'setpoint').at(-1)).toMatchObject({ value: 0 }));
  return { service, peer, host };
}

/** Changes the project as it is now. */
async function send({ port }: ServiceProcess, method: string, path: string, body: object = {}): Promise<void> {
  const api = `http://127.0.0.1:${port}/api/v1`;
  const { revision } = (await (await fetch(`${api}/devices/boiler-1/config`)).json()) as { revision: number };
  const headers = { 'content-type': 'application/json', 'if-match': `"${revision}"` };
  const answer = await fetch(`${api}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBe(200);
}

const hears = (look: () => void): Promise<void> => vi.waitFor(look, { timeout: 20_000, interval: 50 });
const last = (host: HostApplication, name: string): HostMetric | undefined => host.values('boiler-1', name).at(-1);

function journalOf(service: ServiceProcess): string {
  const folder = join(service.folder, '.nexus/journal');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

describe('a plant behind a Sparkplug edge node', () => {
  it('tck-id-operational-behavior-data-commands-dcmd-verb: a DCMD reaches the device, and data tell its new value', async () => {
    const { host, service } = bench;
    await host.command('DCMD', 'boiler-1', [{ name: 'setpoint', type: 'Double', value: 42.5 }]);
    await hears(() => expect(last(host, 'setpoint')).toMatchObject({ value: 42.5, isHistorical: false }));
    await host.command('DCMD', 'boiler-1', [{ name: 'count', type: 'Int64', value: -5 }]);
    await hears(() => expect(last(host, 'count')!.value).toBe(-5n));
    expect(journalOf(service)).toContain('DONE_VERIFIED');
  });

  it('tck-id-payloads-dcmd-retain: what is retained, beyond a limit, read-only or of no device is not done', async () => {
    const { host, service } = bench;
    await host.command('DCMD', 'boiler-1', [{ name: 'setpoint', type: 'Double', value: 99 }], true);
    await host.command('DCMD', 'boiler-1', [{ name: 'setpoint', type: 'Double', value: 301 }]);
    await host.command('DCMD', 'boiler-1', [{ name: 'setpoint', type: 'String', value: 'warm' }]);
    await host.command('DCMD', 'boiler-1', [{ name: 'level', type: 'Double', value: 1 }]);
    await host.command('DCMD', 'nobody', [{ name: 'setpoint', type: 'Double', value: 1 }]);
    await host.command('DCMD', 'boiler-1', [{ name: 'setpoint', type: 'Double', value: 7 }]);
    await hears(() => expect(last(host, 'setpoint')!.value).toBe(7));
    const values = host.values('boiler-1', 'setpoint').map(({ value }) => value);
    expect(values.filter((value) => value === 99 || value === 301)).toEqual([]);
    for (const code of ['OUT_OF_RANGE', 'READ_ONLY']) expect(journalOf(service)).toContain(code);
  });

  it('tck-id-operational-behavior-device-ddeath: a device that is lost dies, and is born again when it is back', async () => {
    const { host, peer } = bench;
    const seen = host.messages.length;
    peer.server.kill('SIGSTOP');
    await hears(() => expect(host.heard.slice(seen)).toContain('DDEATH boiler-1'));
    const before = host.messages.length;
    peer.server.kill('SIGCONT');
    await hears(() => expect(host.heard.slice(before)).toContain('DBIRTH boiler-1'));
    expect(host.faults).toEqual([]);
  });

  it('tck-id-operational-behavior-data-publish-dbirth: tags and devices that come or go are told by new births', async () => {
    const { host, service } = bench;
    await send(service, 'POST', '/devices/boiler-1/tags', { tag: { id: 'flow', address: 'holding:40013:int16' } });
    await hears(() => expect(last(host, 'flow')).toMatchObject({ value: 0 }));
    await send(service, 'DELETE', '/devices/boiler-1/tags/flow');
    await hears(() => expect(lastBirth(host)).toEqual(['setpoint', 'count', 'level']));
    await send(service, 'PATCH', '/devices/boiler-1', { patch: { enabled: false } });
    await hears(() => expect(host.isAlive('boiler-1')).toBe(false));
    const seen = host.messages.length;
    await send(service, 'PATCH', '/devices/boiler-1', { patch: { enabled: true } });
    await hears(() => expect(host.isAlive('boiler-1')).toBe(true));
    await hears(() => expect(host.heard.slice(seen)).toContain('DDATA boiler-1'));
    expect(host.faults).toEqual([]);
  });
});

function lastBirth(host: HostApplication): string[] {
  return host.messages.findLast(({ type }) => type === 'DBIRTH')!.metrics.map(({ name }) => name);
}
