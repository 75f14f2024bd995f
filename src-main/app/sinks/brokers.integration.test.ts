import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { AuditEntryView } from '../../../src-shared/contract/audit.ts';
import type { DroppedBacklog, SinkView } from '../../../src-shared/contract/sinks.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { risingSimulator } from '../../testing/rising-simulator.ts';
import { ServiceProcess } from '../../testing/service-process.ts';
import { decodePayload } from '../../uns/payload/decode-payload.ts';
import { Collector } from '../../uns/publishing/collector.ts';

let lifetime = new Lifetime('several brokers');
afterEach(() => lifetime.dispose());

const TAGS = 10;

async function givenDevice(): Promise<string> {
  const { addresses, port } = await risingSimulator(TAGS, lifetime);
  return JSON.stringify({
    id: 'pump',
    protocol: 'modbus-tcp',
    uns_prefix: 'acme/p/pump',
    poll_interval: '100ms',
    connection: { host: '127.0.0.1', port },
    tags: addresses.map((address, n) => ({ id: `t${n}`, address })),
  });
}

const config = (brokers: string): string => `project: { name: Brokers }
access: { login: off }
log: { level: error }
mqtt: ${brokers}
`;

it('every broker gets every point at its own pace, and what a removed one had not taken is kept until it is given up', async () => {
  lifetime = new Lifetime('several brokers');
  const brokers = await Promise.all([1, 2].map(async () => await new MosquittoProcess(await freePort()).start()));
  const [first, second] = brokers as [MosquittoProcess, MosquittoProcess];
  for (const broker of brokers) lifetime.defer(() => broker.stop());
  const collectors = await Promise.all(brokers.map(({ url }) => Collector.connect(url, ['acme/#'])));
  for (const collector of collectors) lifetime.add(collector);
  const main = `enabled: true, url: "${first.url}", retry: 1s`;
  const both = `{ ${main}, brokers: [{ id: cloud, url: "${second.url}", payload: json-batch, retry: 1s }] }`;
  const folder = await givenProjectFolder({ 'nexus.yaml': config(both), 'devices/pump.yaml': await givenDevice() });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  const sinks = async (): Promise<Record<string, SinkView>> => {
    const views = await service.get<SinkView[]>('/api/v1/sinks');
    return Object.fromEntries(views.map((view) => [view.sink, view]));
  };
  const received = ({ seen }: Collector): number =>
    seen.reduce((sum, { topic, text }) => sum + (decodePayload(topic, Buffer.from(text))?.points.length ?? 0), 0);

  await eventually(() => {
    for (const collector of collectors) expect(received(collector)).toBeGreaterThan(200);
  });
  expect(collectors[0]!.seen[0]!.topic).toBe('acme/p/pump/t0');
  expect(collectors[1]!.seen[0]!.topic).toBe('acme/p/pump');
  expect(await sinks()).toMatchObject({
    historian: { state: 'running', flow: 'live' },
    mqtt: { state: 'connected', flow: 'live', broker: first.url },
    'mqtt-cloud': { state: 'connected', flow: 'live', broker: second.url },
  });

  const metrics = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
  expect(metrics).toContain('nexus_sink_link_connected{sink="mqtt-cloud"} 1');

  await second.stop();
  const away = await eventually(async () => {
    const { 'mqtt-cloud': cloud, mqtt } = await sinks();
    expect(cloud).toMatchObject({ state: 'offline', flow: 'storing', reason: { code: 'NX_MQTT_UNREACHABLE' } });
    expect(cloud!.backlog.points).toBeGreaterThan(200);
    expect(cloud!.backlog.bytes).toBeGreaterThan(0);
    expect(mqtt).toMatchObject({ state: 'connected', flow: 'live' });
    expect(mqtt!.backlog.points).toBeLessThan(200);
    return cloud!;
  });
  expect(away.backlog.oldestUs! / 1_000).toBeLessThan(Date.now());

  // Removed while it is behind: what it had not taken stays.
  await service.stop();
  await folder.write('nexus.yaml', config(`{ ${main} }`));
  await service.start();
  const kept = await eventually(async () => {
    const { 'mqtt-cloud': cloud } = await sinks();
    expect(cloud).toMatchObject({ state: 'removed', flow: 'kept' });
    expect(cloud!.backlog.points).toBeGreaterThan(away.backlog.points);
    return cloud!;
  });

  // Back again: it goes on where it was, and nothing is missing.
  await service.stop();
  await folder.write('nexus.yaml', config(both));
  await second.start();
  await service.start();
  await eventually(async () =>
    expect((await sinks())['mqtt-cloud']).toMatchObject({ state: 'connected', flow: 'live' }),
  );
  await eventually(async () => {
    const { produced, sinks: counts } = await service.balance();
    expect(counts['mqtt-cloud']!.queued).toBeLessThan(500);
    expect(counts['mqtt-cloud']).toMatchObject({ dropped: 0, quarantined: 0 });
    expect(received(collectors[1]!)).toBeGreaterThan(produced - counts['mqtt-cloud']!.before - 1_000);
  });
  expect(received(collectors[1]!)).toBeGreaterThan(kept.backlog.points);

  // Removed and given up, with a name and a reason.
  const drop = (sink: string, reason: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${service.port}/api/v1/sinks/${sink}/drop`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
    });
  expect((await drop('mqtt-cloud', 'it is still configured')).status).toBe(400);
  await service.stop();
  await folder.write('nexus.yaml', config(`{ ${main} }`));
  await service.start();
  expect((await drop('mqtt-other', 'never heard of')).status).toBe(404);
  const at = ['--port', String(service.port)];
  const listed = await runCommandLine(['sinks', 'list', ...at]);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toMatch(/^mqtt-cloud: removed, kept; \d+ points? waiting, \d+ bytes/m);
  const refused = await runCommandLine(['sinks', 'drop', 'mqtt', '--reason', 'still configured', ...at]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is in the configuration') });
  const given = await runCommandLine(['sinks', 'drop', 'mqtt-cloud', '--reason', 'the contract has ended', ...at]);
  expect(given).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Gave up \d+ points? of mqtt-cloud\.\n$/) });
  expect(Object.keys(await sinks())).toEqual(['historian', 'mqtt']);
  const dropped = await service.get<DroppedBacklog[]>('/api/v1/sinks/dropped');
  expect(dropped).toMatchObject([{ sink: 'mqtt-cloud', reason: 'the contract has ended', via: 'rest' }]);
  expect(await readdir(join(folder.path, '.nexus', 'sinks'))).toEqual(['dropped']);
  const { entries } = await service.get<{ entries: AuditEntryView[] }>('/api/v1/audit?limit=500&filter=action:backlog');
  expect(entries[0]).toMatchObject({ action: 'backlog.dropped', result: 'ok', reason: 'the contract has ended' });
  expect(entries.filter(({ result }) => result === 'ok')).toHaveLength(1);
});
