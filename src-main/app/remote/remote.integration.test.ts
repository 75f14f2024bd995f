import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RemoteView } from '../../../src-shared/contract/system.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { PublishingGateway } from '../../testing/publishing-gateway.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

interface History {
  readonly unit: string;
  readonly rows: readonly { readonly value: number | null; readonly timestamp: string }[];
}

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

async function givenBroker(settings: readonly string[] = []): Promise<MosquittoProcess> {
  lifetime = new Lifetime('remote');
  return lifetime.add(await new MosquittoProcess(await freePort(), settings).start());
}

/** A service without devices that takes in what others publish. */
function givenIngester({ url }: MosquittoProcess, remote = ''): Promise<ServiceProcess> {
  return givenService(`url: "${url}", retry: 200ms, remote: { enabled: true, topics: ["acme/#"]${remote} }`);
}

async function givenService(mqtt: string): Promise<ServiceProcess> {
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Ingester }
access: { login: off }
log: { level: info }
mqtt: { enabled: true, ${mqtt} }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

/** Every value of every tag stands once in the history, in order. */
async function expectEachOnce(service: ServiceProcess, gateway: PublishingGateway): Promise<void> {
  for (const tag of gateway.tags) {
    const path = `/api/v1/history?topic=${gateway.topic(tag)}&from=now-1h&to=now`;
    await eventually(async () => {
      const { rows, unit } = await service.get<History>(path);
      expect(rows.map(({ value }) => value)).toEqual(gateway.values(tag));
      expect(unit).toBe('bar');
    });
  }
}

describe.skipIf(mosquittoMissing() !== undefined)('points of other gateways', () => {
  it('of two gateways stand in the history of a third, each once, and are shown as its latest values', async () => {
    const broker = await givenBroker();
    const service = await givenIngester(broker);
    const berlin = lifetime.add(await PublishingGateway.start('berlin', 5, { url: broker.url }));
    const munich = lifetime.add(await PublishingGateway.start('munich', 3, { url: broker.url, meta: true }));
    for (let n = 0; n < 200; n++) {
      berlin.read();
      munich.read();
    }
    await Promise.all([berlin.published(), munich.published()]);
    await expectEachOnce(service, berlin);
    await expectEachOnce(service, munich);
    const values = await service.get<readonly Record<string, unknown>[]>('/api/v1/values?topic=acme/%2B/line-1/%23');
    expect(values).toHaveLength(8);
    expect(values.find(({ topic }) => topic === berlin.topic(2))).toMatchObject({
      source: 'remote',
      device_id: 'acme/berlin/line-1/pump-1',
      tag_id: 't2',
      value: berlin.values(2).at(-1),
      quality: 192,
      unit: 'bar',
    });
    expect(await service.get('/api/v1/remote-devices')).toMatchObject([
      { id: 'acme/berlin/line-1/pump-1', name: 'pump-1', gateway: '', tags: 5, lastUs: expect.any(Number) },
      { id: 'acme/munich/line-1/pump-1', tags: 3 },
    ]);
    expect(await service.get('/api/v1/devices')).toEqual([]);
    const munichTags = '/api/v1/devices/acme%2Fmunich%2Fline-1%2Fpump-1/tags';
    expect(await service.get<readonly unknown[]>(munichTags)).toHaveLength(3);
    expect(await service.get(`${munichTags}/t2`)).toMatchObject({
      remote: true,
      id: 't2',
      device: 'acme/munich/line-1/pump-1',
      topic: munich.topic(2),
      access: 'read',
      unit: 'bar',
    });
    expect(await service.get('/api/v1/tags/names')).toMatchObject([
      { device: 'acme/berlin/line-1/pump-1', ids: 't1\nt2\nt3\nt4\nt5', topicSuffixes: 't1\nt2\nt3\nt4\nt5' },
      { device: 'acme/munich/line-1/pump-1', tags: 3 },
    ]);
    await expectBalance(service, 8 * 200);
    const { remote } = await service.get<{ readonly remote: RemoteView }>('/status');
    expect(remote).toMatchObject({ state: 'connected', tags: 8, points: 8 * 200, quarantined: 0, faults: [] });
    const metrics = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    expect(metrics).toContain(`nexus_remote_points_total ${8 * 200}`);
  });

  it('are neither lost nor doubled when the service is killed five times under load', async () => {
    const broker = await givenBroker();
    const service = await givenIngester(broker);
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 10, { url: broker.url }));
    const load = gateway.readEvery(10);
    let hits = 0;
    for (let kill = 0; kill < 5; kill++) {
      const from = gateway.readings;
      // In the middle of taking in: something of this life is accepted, something is on its way.
      await eventually(async () => expect((await service.balance()).accepted).toBeGreaterThan(from * 10 + 100));
      hits += (await service.kill()) ? 1 : 0;
      await service.start();
    }
    await load.dispose();
    await gateway.published();
    await expectEachOnce(service, gateway);
    expect(hits).toBe(5);
    expect(gateway.readings).toBeGreaterThan(100);
  }, 60_000);

  it('are known with their history after a restart, and another subscription takes the place of the former one', async () => {
    const broker = await givenBroker();
    const service = await givenIngester(broker, ', share: false');
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 2, { url: broker.url }));
    for (let n = 0; n < 10; n++) gateway.read();
    await expectEachOnce(service, gateway);
    await service.stop();
    const config = join(service.folder, 'nexus.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"acme/#"', '"elsewhere/#"'));
    await service.start();
    await expectEachOnce(service, gateway);
    const before = (await service.balance()).accepted;
    const probe = lifetime.add(await MqttProbe.connect(broker.url));
    gateway.read();
    await gateway.published();
    const body = { value: 1, timestamp: new Date().toISOString(), quality: 192 };
    await eventually(async () => {
      await probe.publish('elsewhere/pump/p', { ...body, timestamp: new Date().toISOString() });
      expect(await service.get('/api/v1/values?topic=elsewhere/%23')).toHaveLength(1);
    });
    const { accepted } = await service.balance();
    expect(accepted - before).toBe(
      (await service.get<History>('/api/v1/history?topic=elsewhere/pump/p&from=now-1h&to=now')).rows.length,
    );
  });
});

describe('points of other gateways at the embedded broker', () => {
  it('are taken in without sharing, which is said in one line', async () => {
    lifetime = new Lifetime('remote');
    const port = await freePort();
    const service = await givenService(`embedded_port: ${port}, remote: { enabled: true }`);
    const gateway = lifetime.add(
      await PublishingGateway.start('berlin', 3, { url: `mqtt://127.0.0.1:${port}`, version: '3.1.1' }),
    );
    for (let n = 0; n < 50; n++) gateway.read();
    await expectEachOnce(service, gateway);
    expect(service.output.split('cannot share subscriptions')).toHaveLength(2);
  });
});
