import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Lineage } from '../../../src-shared/contract/lineage.ts';
import type { Trace } from '../../../src-shared/contract/trace.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

let lifetime: Lifetime;
let service: ServiceProcess;
beforeAll(async () => {
  service = await givenService();
}, 60_000);
afterAll(() => lifetime.dispose());

/** A service that reads 23266 as steam pressure, and calculates its double. */
async function givenService(): Promise<ServiceProcess> {
  lifetime = new Lifetime('lineage');
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: [7, 8].map((address) => ({ address: `holding:${address}`, dataType: 'uint16' as const })),
    value: (index) => (index === 0 ? 23_266 : 11_000),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Lineage }
access: { login: off }
log: { level: error }
mqtt: { enabled: true }
quality_rules:
  - { topic: acme/p1/+/steam_p, check: range, high: 100 }
`,
    'devices/boiler.yaml': `id: boiler
name: Boiler
protocol: modbus-tcp
uns_prefix: acme/p1/boiler
poll_interval: 100ms
connection: { host: 127.0.0.1, port: ${simulator.port} }
tags:
  - { id: steam_p, address: "holding:7:uint16", raw_low: 0, raw_high: 27648, eu_low: 0, eu_high: 10, unit: bar, clamp_low: 0, aggregates: [{ window: 1s, functions: [max] }] }
`,
    'devices/kpi.yaml': `id: kpi
protocol: calculated
uns_prefix: acme/p1/kpi
poll_interval: 100ms
tags:
  - { id: twice, address: "{boiler/steam_p} * 2", unit: bar }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

async function send<T>(method: string, path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${service.port}${path}`;
  return (await (await fetch(url, { method, headers, body: JSON.stringify(body) })).json()) as T;
}

async function change(patch: Record<string, unknown>): Promise<number> {
  const { current } = await service.get<{ current: number }>('/api/v1/revisions');
  const answer = await fetch(`http://127.0.0.1:${service.port}/api/v1/devices/boiler/tags/steam_p`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': String(current) },
    body: JSON.stringify({ patch, comment: 'Range of the new transmitter' }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { revision: number }).revision;
}

const ask = (device: string, tag: string, at = 'now'): Promise<Lineage> =>
  service.get<Lineage>(`/api/v1/lineage?${new URLSearchParams({ device, tag, at }).toString()}`);

/** The lineage of now, once the value is stored. */
async function lineageOf(device: string, tag: string, value: number): Promise<Lineage> {
  let found: Lineage | undefined;
  await vi.waitFor(
    async () => {
      found = await ask(device, tag);
      expect(found.nodes[0]?.point?.value).toBeCloseTo(value, 9);
    },
    { timeout: 20_000, interval: 100 },
  );
  return found!;
}

describe('where a value comes from', () => {
  it('follows a calculated tag to what it is made of, and refuses what is no tag and no time', async () => {
    const { nodes } = await lineageOf('kpi', 'twice', (23_266 / 27_648) * 20);
    expect(nodes.map(({ device, tag, source, inputs, raw }) => ({ device, tag, source, inputs, raw }))).toEqual([
      { device: 'kpi', tag: 'twice', source: 'calculated', inputs: [1], raw: nodes[0]!.point!.value },
      { device: 'boiler', tag: 'steam_p', source: 'device', inputs: [], raw: 23_266 },
    ]);
    const window = await lineageOf('boiler', 'steam_p.1s.max', (23_266 / 27_648) * 10);
    expect(window.nodes.map(({ tag, address, inputs }) => ({ tag, address, inputs }))).toEqual([
      { tag: 'steam_p.1s.max', address: 'max(steam_p, 1s)', inputs: [1] },
      { tag: 'steam_p', address: 'holding:7:uint16', inputs: [] },
    ]);
    const refusal = async (query: string): Promise<unknown> =>
      await (await fetch(`http://127.0.0.1:${service.port}/api/v1/lineage?${query}`)).json();
    expect(await refusal('device=boiler&tag=flow')).toMatchObject({ title: 'NX_NOT_FOUND' });
    expect(await refusal('device=boiler&tag=steam_p&at=yesterday')).toMatchObject({ title: 'NX_REQUEST_INVALID' });
  });

  it('traces one value of now from the bytes on the wire to its sinks, each with its time', async () => {
    await lineageOf('boiler', 'steam_p', (23_266 / 27_648) * 10);
    const trace = await send<Trace>('POST', '/api/v1/trace', { device: 'boiler', tag: 'steam_p' });
    expect(trace).toMatchObject({ failure: null, raw: 23_266, rawStatus: 0, dataType: 'uint16' });
    expect(trace.frames.map(({ direction }) => direction)).toEqual(['sent', 'received']);
    // 23266 as it crossed the wire.
    expect(trace.frames[1]!.hex.endsWith((23_266).toString(16))).toBe(true);
    expect(trace.point).toEqual({
      timeUs: expect.any(Number),
      value: expect.closeTo((23_266 / 27_648) * 10, 9),
      status: 0,
    });
    expect(trace.steps[0]).toMatchObject({
      kind: 'range',
      before: 23_266,
      after: expect.closeTo(trace.point!.value!, 9),
    });
    expect(trace.log).toMatchObject({ segment: expect.any(Number), lane: expect.any(Number) });
    expect(trace.sinks).toEqual([
      { sink: 'historian', state: 'stored', topic: '', us: expect.any(Number) },
      { sink: 'mqtt', state: 'acknowledged', topic: 'acme/p1/boiler/steam_p', us: expect.any(Number) },
    ]);
    const hops = [trace.askedUs, trace.turnUs, trace.frames[0]!.timeUs, trace.readUs, trace.engineUs, trace.log!.us];
    expect(hops).toEqual([...hops].toSorted((a, b) => a! - b!));
    const stored = await ask('boiler', 'steam_p', new Date(trace.point!.timeUs / 1_000 + 1).toISOString());
    expect(stored.nodes[0]!.point!.timeUs).toBeGreaterThanOrEqual(trace.point!.timeUs);
    expect(await send('POST', '/api/v1/trace', { device: 'kpi', tag: 'twice' })).toMatchObject({
      title: 'NX_REQUEST_INVALID',
    });
  });

  it('tells a point from before and after a change of scale, each by the revision in force', async () => {
    const before = await lineageOf('boiler', 'steam_p', (23_266 / 27_648) * 10);
    expect(before).toMatchObject({ isCertain: true, isCut: false, current: before.revision!.number });
    const [node] = before.nodes;
    expect(node).toMatchObject({ source: 'device', raw: 23_266, dataType: 'uint16', unit: 'bar', changed: [] });
    expect(node!.notations).toContain('40008');
    expect(node!.steps.map(({ kind, before: from }) => [kind, from])).toEqual([
      ['range', 23_266],
      ['clamp', node!.point!.value],
      ['quality', node!.point!.value],
    ]);
    expect(before.storedSinceUs).toBeLessThanOrEqual(node!.point!.timeUs);

    const number = await change({ eu_high: 16, address: 'holding:8:uint16', owner: 'Utilities' });
    const after = await lineageOf('boiler', 'steam_p', (11_000 / 27_648) * 16);
    expect(after.revision).toMatchObject({ number, comment: 'Range of the new transmitter' });
    expect(after.nodes[0]).toMatchObject({ raw: 11_000, address: 'holding:8:uint16' });

    const at = new Date(node!.point!.timeUs / 1_000 + 1).toISOString();
    const again = await ask('boiler', 'steam_p', at);
    expect(again.revision?.number).toBe(before.revision!.number);
    expect(again.nodes[0]).toMatchObject({ raw: 23_266, address: 'holding:7:uint16' });
    expect(again.nodes[0]!.changed).toEqual([
      { path: 'address', before: 'holding:7:uint16', after: 'holding:8:uint16' },
      { path: 'eu_high', before: 10, after: 16 },
      { path: 'owner', before: null, after: 'Utilities' },
    ]);
  });
});
