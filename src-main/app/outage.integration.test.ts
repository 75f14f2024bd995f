import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceView } from '../../src-shared/contract/devices.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { eventually } from '../testing/eventually.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import { freePort } from '../testing/free-port.ts';
import { MosquittoProcess } from '../testing/mosquitto-process.ts';
import { MqttProbe } from '../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { risingSimulator } from '../testing/rising-simulator.ts';
import { ServiceProcess } from '../testing/service-process.ts';

/** 20 devices of 20 tags at 200 ms: 2,000 points a second. */
const DEVICES = 20;
const TAGS = 20;
const OUTAGE_MS = Number(process.env['NEXUS_OUTAGE_S'] ?? 15) * 1_000;

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

/** Files of a plant whose values rise, on one simulator. */
async function givenPlantFiles(settings: string): Promise<Record<string, string>> {
  const { addresses, port } = await risingSimulator(TAGS, lifetime);
  const tags = addresses.map((address, n) => `  - { id: t${n}, address: "${address}" }`).join('\n');
  const device = (n: number): string => `id: d${n}
protocol: modbus-tcp
uns_prefix: acme/p/a/l/d${n}
poll_interval: 200ms
connection: { host: 127.0.0.1, port: ${port} }
tags:
${tags}
`;
  return {
    'nexus.yaml': `project: { name: Outage }\naccess: { login: off }\nlog: { level: error }\n${settings}`,
    ...Object.fromEntries(Array.from({ length: DEVICES }, (_, n) => [`devices/d${n}.yaml`, device(n)])),
  };
}

async function start(path: string): Promise<ServiceProcess> {
  const service = new ServiceProcess(path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

/** Polls go on whatever a sink does; one in a hundred may be late where the machine has other work. */
async function expectPolling(service: ServiceProcess): Promise<void> {
  const devices = await service.get<DeviceView[]>('/api/v1/devices');
  const sum = (part: 'polls' | 'pollsFailed' | 'pollsSkipped'): number =>
    devices.reduce((total, { health }) => total + health[part], 0);
  expect(sum('polls')).toBeGreaterThan(500);
  expect(sum('pollsFailed')).toBe(0);
  expect(sum('pollsSkipped')).toBeLessThanOrEqual(sum('polls') / 100);
}

describe('a broker that is away under load', () => {
  it('gets everything when it is back, in order, and to the point', async () => {
    lifetime = new Lifetime('outage');
    const broker = await new MosquittoProcess(await freePort()).start();
    lifetime.defer(() => broker.stop());
    // The link of the gateway is cut, not the broker: the one who judges stays connected throughout.
    const proxy = await new FaultProxy({ host: '127.0.0.1', port: broker.port }).listen();
    lifetime.add(proxy);
    const probe = lifetime.add(await MqttProbe.connect(broker.url));
    await probe.subscribe('acme/#');
    const folder = await givenProjectFolder(
      await givenPlantFiles(`mqtt: { enabled: true, url: "mqtt://127.0.0.1:${proxy.port}", retry: 1s }\n`),
    );
    lifetime.defer(() => folder.remove());
    const service = await start(folder.path);
    await vi.waitFor(() => expect(probe.count('acme/p/a/l/d0/t0')).toBeGreaterThan(5), { timeout: 10_000 });

    await proxy.refuse();
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    const away = await service.balance();
    expect(away.sinks['mqtt']!.queued, 'points wait').toBeGreaterThan((OUTAGE_MS / 1_000) * 1_000);
    await proxy.restore();
    await vi.waitFor(async () => expect((await service.balance()).sinks['mqtt']!.queued).toBeLessThan(5_000), {
      timeout: 60_000,
      interval: 250,
    });
    // A device that is switched off makes no more points: then everything must come to its end.
    await expectPolling(service);
    await switchOff(service);
    // The last answers of the devices are on their way into the log for a moment more.
    await eventually(async () => {
      const before = await service.balance();
      await systemClock.sleep(500);
      const after = await service.balance();
      expect(after.produced - before.produced).toBe(0);
      expect([after.pending, after.sinks['mqtt']!.queued]).toEqual([0, 0]);
    });
    const balance = await expectBalance(service, 20_000);
    expect(balance.sinks['mqtt']).toMatchObject({ before: 0, queued: 0, dropped: 0, quarantined: 0 });

    let firsts = 0;
    let repeats = 0;
    for (let device = 0; device < DEVICES; device++) {
      for (let tag = 0; tag < TAGS; tag++) {
        const stamps = probe
          .all<{ timestamp: string }>(`acme/p/a/l/d${device}/t${tag}`)
          .map(({ timestamp }) => timestamp);
        const seen = new Set<string>();
        let newest = '';
        for (const stamp of stamps) {
          if (seen.has(stamp)) {
            repeats++;
            continue;
          }
          expect(stamp > newest, `first deliveries of d${device}/t${tag} in order`).toBe(true);
          newest = stamp;
          seen.add(stamp);
        }
        firsts += seen.size;
      }
    }
    expect(firsts).toBe(balance.sinks['mqtt']!.delivered);
    expect(repeats, 'at most one window').toBeLessThanOrEqual(1_000);
  }, 180_000);
});

async function switchOff(service: ServiceProcess): Promise<void> {
  for (let n = 0; n < DEVICES; n++) {
    const response = await fetch(`http://127.0.0.1:${service.port}/api/v1/devices/d${n}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${n + 1}"` },
      body: JSON.stringify({ patch: { enabled: false } }),
    });
    expect(response.status, await response.text()).toBe(200);
  }
}
