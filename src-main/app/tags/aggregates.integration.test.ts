import { afterEach, describe, expect, it } from 'vitest';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { ValueRow } from '../../../src-shared/contract/values.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

/** A device whose register counts its reads, ten a second, with windows of a second; and a tag that is made of one. */
async function givenGateway(): Promise<{ readonly service: ServiceProcess; readonly mqttUrl: string }> {
  lifetime = new Lifetime('aggregates');
  let reads = 0;
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: [{ address: 'holding:1', dataType: 'uint16' }],
    value: () => ++reads % 50,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Windows }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}" }
`,
    'devices/d.yaml': `id: d
protocol: modbus-tcp
uns_prefix: acme/d
poll_interval: 100ms
connection: { host: 127.0.0.1, port: ${simulator.port} }
tags:
  - id: level
    address: "holding:1:uint16"
    unit: Cel
    aggregates: [{ window: 1s, functions: [min, max, avg, count, first, last] }]
  - { id: kept, address: "holding:1:uint16", raw: history, aggregates: [{ window: 1s, functions: [max] }] }
  - { id: shown, address: "holding:1:uint16", raw: none, aggregates: [{ window: 1s, functions: [max] }] }
`,
    'devices/kpi.yaml': `id: kpi
protocol: calculated
uns_prefix: acme/kpi
tags: [{ id: span, address: "{d/level.1s.max} - {d/level.1s.min}" }]
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return { service, mqttUrl: broker.url };
}

interface Row {
  readonly timestamp: string;
  readonly value: number | null;
  readonly quality: number;
}

const historyOf = async (service: ServiceProcess, topic: string): Promise<Row[]> =>
  (await service.get<{ rows: Row[] }>(`/api/v1/history?topic=${topic}&from=now-1h`)).rows;

describe('aggregates in a running gateway', () => {
  it('are tags like any other, and what history says of the points that they are made of', async () => {
    const { service, mqttUrl } = await givenGateway();
    const probe = lifetime.add(await MqttProbe.connect(mqttUrl));
    await probe.subscribe('acme/#');
    await eventually(async () =>
      expect((await historyOf(service, 'acme/d/level/1s/avg')).length).toBeGreaterThanOrEqual(4),
    );
    const raw = await historyOf(service, 'acme/d/level');
    const [first, ...whole] = await historyOf(service, 'acme/d/level/1s/avg');
    expect(first!.quality).toBe(64);
    expect(whole.length).toBeGreaterThanOrEqual(3);
    const maxima = await historyOf(service, 'acme/d/level/1s/max');
    const counts = await historyOf(service, 'acme/d/level/1s/count');
    let compared = 0;
    for (const [i, { timestamp, value, quality }] of whole.entries()) {
      const endMs = Date.parse(timestamp);
      expect([endMs % 1_000, quality]).toEqual([0, 192]);
      const own = raw.filter((row) => Date.parse(row.timestamp) >= endMs - 1_000 && Date.parse(row.timestamp) < endMs);
      const values = own.map((row) => row.value!);
      // A busy machine may read nothing for a second.
      if (values.length === 0) continue;
      compared++;
      expect(value).toBeCloseTo(values.reduce((sum, one) => sum + one, 0) / values.length, 9);
      expect(maxima[i + 1]!.value).toBe(Math.max(...values));
      expect(counts[i + 1]!.value).toBe(values.length);
    }
    expect(compared).toBeGreaterThanOrEqual(2);
    const tags = await service.get<TagView[]>('/api/v1/devices/d/tags');
    expect(
      tags
        .filter(({ id }) => id.startsWith('level'))
        .map(({ id, unit, access, derived }) => [id, unit, access, derived?.of]),
    ).toEqual([
      ['level', '°C', 'read', undefined],
      ...['min', 'max', 'avg'].map((fn) => [`level.1s.${fn}`, '°C', 'read', 'level']),
      ['level.1s.count', '', 'read', 'level'],
      ...['first', 'last'].map((fn) => [`level.1s.${fn}`, '°C', 'read', 'level']),
    ]);
    expect(probe.last('acme/d/level/1s/count')).toMatchObject({ tag_id: 'level.1s.count', device_id: 'd' });
    const [span] = await service.get<ValueRow[]>('/api/v1/devices/kpi/values');
    expect(span).toMatchObject({ status: 'Good' });
    expect(span!.value).toBeGreaterThan(5);
    await expectBalance(service, 60);
  }, 60_000);

  it('stand beside the points of their tag or in their place, and every point is accounted for over a kill', async () => {
    const { service, mqttUrl } = await givenGateway();
    const probe = lifetime.add(await MqttProbe.connect(mqttUrl));
    await probe.subscribe('acme/#');
    await eventually(() => {
      for (const tag of ['level', 'kept', 'shown']) expect(probe.last(`acme/d/${tag}/1s/max`)).toBeDefined();
    });
    const rows = await service.get<ValueRow[]>('/api/v1/devices/d/values');
    for (const tag of ['level', 'kept', 'shown'])
      expect(rows.find(({ tag_id }) => tag_id === tag)).toMatchObject({ status: 'Good' });
    expect(probe.last('acme/d/level')).toBeDefined();
    expect(probe.last('acme/d/kept')).toBeUndefined();
    expect(probe.last('acme/d/shown')).toBeUndefined();
    // A window that was begun late is closed soon: the points are counted from then on.
    await eventually(async () => expect((await historyOf(service, 'acme/d/kept')).length).toBeGreaterThan(5));
    expect(await historyOf(service, 'acme/d/shown')).toEqual([]);
    expect((await historyOf(service, 'acme/d/shown/1s/max')).length).toBeGreaterThan(0);
    const before = await expectBalance(service, 60);
    const { excluded } = before.sinks['mqtt']!;
    expect(excluded).toBeGreaterThan(5);
    expect(before.sinks['historian']).toMatchObject({ excluded: 0, dropped: 0, quarantined: 0 });
    await service.kill();
    await service.start();
    const after = await expectBalance(service, before.accepted + 20);
    expect(after.sinks['mqtt']).toMatchObject({ dropped: 0, quarantined: 0 });
    expect(after.sinks['mqtt']!.excluded).toBeGreaterThan(excluded);
    expect(after.sinks['historian']).toMatchObject({ excluded: 0, dropped: 0, quarantined: 0 });
  }, 60_000);
});
