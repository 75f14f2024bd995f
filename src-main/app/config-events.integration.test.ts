import { afterEach, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { eventually } from '../testing/eventually.ts';
import { freePort } from '../testing/free-port.ts';
import { MosquittoProcess } from '../testing/mosquitto-process.ts';
import { MqttProbe } from '../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { ServiceProcess } from '../testing/service-process.ts';

let lifetime = new Lifetime('configuration events');
afterEach(() => lifetime.dispose());

const device = (id: string, tag: string): Record<string, unknown> => ({
  id,
  protocol: 'modbus-tcp',
  uns_prefix: `acme/${id}`,
  enabled: false,
  connection: { host: '192.0.2.9' },
  tags: [{ id: tag, address: 'HR1' }],
});

async function givenGateway(name: string, broker: string, events: string, own: object): Promise<ServiceProcess> {
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: ${name} }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker}", retry: 1s, config_events: ${events} }
`,
    'devices/boiler-1.yaml': JSON.stringify(own),
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

const tagsOf = async (service: ServiceProcess, id: string): Promise<string[]> => {
  const { device: form } = await service.get<{ device: { tags: { id: string }[] } }>(`/api/v1/devices/${id}/config`);
  return form.tags.map((tag) => tag.id);
};

async function send(service: ServiceProcess, method: string, path: string, body: object): Promise<void> {
  const { current } = await service.get<{ current: number }>('/api/v1/revisions');
  const response = await fetch(`http://127.0.0.1:${service.port}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'if-match': `"${current}"` },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}

it('a change of a device reaches the gateways that take it, and comes back from none of them', async () => {
  lifetime = new Lifetime('configuration events');
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const probe = lifetime.add(await MqttProbe.connect(broker.url));
  const topic = 'nexus/config/devices/boiler-1/updated';
  await probe.subscribe('nexus/config/#');
  const all = '{ publish: true, apply: all }';
  const [teller, taker, careful] = [
    await givenGateway('Teller', broker.url, all, device('boiler-1', 'old')),
    await givenGateway('Taker', broker.url, all, device('boiler-1', 'old')),
    await givenGateway('Careful', broker.url, '{ apply: known }', device('boiler-1', 'old')),
  ];
  await send(teller, 'PATCH', '/devices/boiler-1', { patch: { tags: [{ id: 'new', address: 'HR7' }] } });
  for (const service of [taker, careful]) {
    await eventually(async () => expect(await tagsOf(service, 'boiler-1')).toEqual(['new']));
  }
  expect(probe.all(topic)).toMatchObject([
    { action: 'updated', device_id: 'boiler-1', node: 'teller', device: { tags: [{ id: 'new' }] } },
  ]);
  const { revisions } = await taker.get<{ revisions: { author: string; comment: string }[] }>('/api/v1/revisions');
  expect(revisions[0]).toMatchObject({ author: 'mqtt teller', comment: 'Device boiler-1 updated, told over MQTT' });

  await send(teller, 'POST', '/devices', { device: device('pump-1', 'speed') });
  await eventually(async () => expect(await tagsOf(taker, 'pump-1')).toEqual(['speed']));
  await expect(tagsOf(careful, 'pump-1'), 'known: no new devices').rejects.toThrow('404');

  // A service of somebody else, in the other form; what is wrong changes nothing, and what is right still comes after it.
  const other = (body: object): Promise<void> => probe.publish('nexus/config/devices/boiler-1', body);
  await other({ action: 'updated', device_id: 'boiler-1', device: { ...device('boiler-1', 'x'), protocol: 'morse' } });
  await other({ action: 'updated', device_id: 'boiler-1', device: device('boiler-1', 'newest') });
  for (const service of [teller, taker, careful]) {
    await eventually(async () => expect(await tagsOf(service, 'boiler-1')).toEqual(['newest']));
  }
  await other({ action: 'deleted', device_id: 'boiler-1' });
  for (const service of [teller, taker, careful]) {
    await eventually(async () => await expect(tagsOf(service, 'boiler-1')).rejects.toThrow('404'));
  }
  expect(probe.count(topic), 'what was told by somebody else is not told again').toBe(1);
}, 60_000);
