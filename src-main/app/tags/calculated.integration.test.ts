import { afterEach, describe, expect, it } from 'vitest';
import type { ValueRow } from '../../../src-shared/contract/values.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

let lifetime = new Lifetime('calculated tags');
afterEach(() => lifetime.dispose());

interface Plant {
  readonly service: ServiceProcess;
  readonly mqttUrl: string;
  /** What the device has at its two registers. */
  readonly level: { a: number; b: number };
  readonly unplug: () => Promise<void>;
}

const MADE = `id: kpi
protocol: calculated
uns_prefix: acme/kpi
poll_interval: 200ms
tags:
  - { id: sum, address: "{boiler-1/a} + {boiler-1/b}" }
  - { id: double, address: "{sum} * 2" }
  - { id: ratio, address: "{boiler-1/a} / {boiler-1/b}" }
  - { id: word, address: "{boiler-1/a} > 5 ? 'high' : 'low'" }
  - { id: on, address: "{double} >= 10" }
  - { id: energy, address: "total({boiler-1/a})" }
`;
/** Sorted before the device that it is made of, and made of one that sorts after it. */
const LATE = `id: all
protocol: calculated
uns_prefix: acme/all
tags: [{ id: more, address: "{kpi/double} + 1" }]
`;

async function givenPlant(): Promise<Plant> {
  lifetime = new Lifetime('calculated tags');
  const level = { a: 2, b: 3 };
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: [
      { address: 'holding:1', dataType: 'uint16' },
      { address: 'holding:2', dataType: 'uint16' },
    ],
    value: (index) => (index === 0 ? level.a : level.b),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Made }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}" }
`,
    'devices/all.yaml': LATE,
    'devices/boiler-1.yaml': `id: boiler-1
protocol: modbus-tcp
uns_prefix: acme/boiler-1
poll_interval: 100ms
connection: { host: 127.0.0.1, port: ${simulator.port}, request_timeout: 300ms }
tags: [{ id: a, address: "holding:1:uint16" }, { id: b, address: "holding:2:uint16" }]
`,
    'devices/kpi.yaml': MADE,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return {
    service,
    level,
    mqttUrl: broker.url,
    unplug: () => simulator.setFault('unplug'),
  };
}

/** Values by tag, `null` where there is none. */
async function values(service: ServiceProcess, device = 'kpi'): Promise<Record<string, unknown>> {
  const rows = await service.get<ValueRow[]>(`/api/v1/devices/${device}/values`);
  return Object.fromEntries(rows.map(({ tag_id, value }) => [tag_id, value]));
}

describe('calculated tags of a running gateway', () => {
  it('follow a Modbus device into live values, history and MQTT, and are made of one another', async () => {
    const { service, level, mqttUrl } = await givenPlant();
    await eventually(async () =>
      expect(await values(service)).toMatchObject({ sum: 5, double: 10, word: 'low', on: 1 }),
    );
    expect(await values(service, 'all')).toEqual({ more: 11 });
    const probe = lifetime.add(await MqttProbe.connect(mqttUrl));
    await probe.subscribe('acme/#');
    level.a = 8;
    await eventually(async () =>
      expect(await values(service)).toMatchObject({ sum: 11, double: 22, word: 'high', on: 1 }),
    );
    await eventually(() => expect(probe.last('acme/all/more')).toMatchObject({ value: 23 }));
    const doubled = probe.last('acme/kpi/double')!;
    expect(doubled).toMatchObject({ value: 22, quality: 192 });
    await eventually(async () => {
      const answer = await service.get<{ rows: { value: unknown }[] }>(
        '/api/v1/history?topic=acme/kpi/double&from=now-1h',
      );
      expect(new Set(answer.rows.map(({ value }) => value))).toEqual(new Set([10, 22]));
    });
  }, 60_000);

  it('say Bad and why where there is no number, and when their device is lost', async () => {
    const { service, level, unplug } = await givenPlant();
    await eventually(async () => expect(await values(service)).toMatchObject({ ratio: 2 / 3 }));
    level.b = 0;
    const row = async (tag: string): Promise<ValueRow> =>
      (await service.get<ValueRow[]>('/api/v1/devices/kpi/values')).find(({ tag_id }) => tag_id === tag)!;
    await eventually(async () => expect(await row('ratio')).toMatchObject({ value: null, quality: 0 }));
    expect(await row('sum')).toMatchObject({ value: 2, quality: 192 });
    await eventually(async () => {
      const { health } = await service.get<{ health: { tagFaults: unknown[] } }>('/api/v1/devices/kpi');
      expect(health.tagFaults).toEqual([{ tag: 'ratio', text: 'Division by zero at character 14.' }]);
    });
    await unplug();
    await eventually(async () => expect(await row('sum')).toMatchObject({ value: null, quality: 24 }));
  }, 60_000);

  it('go on counting where they were after the process was killed', async () => {
    const { service, level } = await givenPlant();
    level.a = 1_000;
    const energy = async (): Promise<number> => Number((await values(service))['energy'] ?? 0);
    await eventually(async () => expect(await energy()).toBeGreaterThan(7_000));
    const before = await energy();
    await service.kill();
    await service.start();
    await eventually(async () => expect(await energy()).toBeGreaterThan(0));
    const after = await energy();
    // At most what was counted since it was kept last (5 s) is gone; a new count would begin at nothing.
    expect(after).toBeGreaterThan(before - 6_500);
    expect(after).toBeGreaterThan(2_000);
  }, 60_000);
});
