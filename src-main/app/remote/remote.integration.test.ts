import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
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
async function givenIngester(broker: MosquittoProcess, remote = ''): Promise<ServiceProcess> {
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Ingester }
access: { login: off }
log: { level: info }
mqtt: { enabled: true, url: "${broker.url}", retry: 200ms, remote: { enabled: true, topics: ["acme/#"]${remote} } }
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
      device_id: 'acme/berlin/line-1/pump-1',
      tag_id: 't2',
      value: berlin.values(2).at(-1),
      quality: 192,
      unit: 'bar',
    });
    await expectBalance(service, 8 * 200);
  });
});
