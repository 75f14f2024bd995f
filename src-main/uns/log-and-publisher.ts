import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { loggerTo } from '../kernel/logger.ts';
import { LogClient } from '../log/log-client.ts';
import type { LogHostData } from '../log/log-messages.ts';
import type { MqttConfig } from '../project/mqtt-config.ts';
import { BrokerClient } from './broker-client.ts';
import type { BrokerHostData } from './broker-messages.ts';
import { PublisherClient } from './publisher-client.ts';
import type { PublisherHostData, TagRow } from './publisher-messages.ts';

export interface LogAndPublisher extends Disposable {
  readonly log: LogClient;
  readonly publisher: PublisherClient;
  readonly publisherHost: HostSupervisor;
  readonly broker: BrokerClient | undefined;
  readonly brokerHost: HostSupervisor | undefined;
  /** Lines that the hosts logged as warnings or errors. */
  readonly warnings: string[];
}

export interface PublisherSettings {
  readonly mqtt?: Partial<MqttConfig>;
  readonly data?: Partial<PublisherHostData>;
  readonly log?: Partial<LogHostData>;
}

/** For tests: what `mqtt:` of a project is without a word in it, but for pauses as short as they may be. */
export const TEST_MQTT: MqttConfig = {
  enabled: true,
  embedded_port: 1883,
  version: '5',
  prefixes: ['nexus', '$nexus'],
  qos: 1,
  retain: false,
  payload: 'json',
  meta: false,
  window: 1_000,
  retry: '100ms',
  keep_alive: '30s',
  commands: { enabled: false, actor: 'mqtt', allow_qos0: false, skew: '30s' },
};

export const counterRow = (tag: number): TagRow => ({
  uid: `tag ${tag}`,
  topic: `acme/plant/line/device/tag-${tag}`,
  device: 'device-1',
  tag: `tag-${tag}`,
  unit: 'bar',
  dataType: 'float64',
});

/** For tests: log and publisher as real threads on `folder`, joined as the engine joins them; without `url` a broker too. */
export async function startLogAndPublisher(
  folder: string,
  { mqtt, data, log: logSettings }: PublisherSettings = {},
  clock: Clock = systemClock,
): Promise<LogAndPublisher> {
  const lifetime = new Lifetime('log and publisher');
  const logFolder = join(folder, 'log');
  const warnings: string[] = [];
  const logger = loggerTo((level, text, fields) => {
    if (level === 'warn' || level === 'error') warnings.push(`${text} ${JSON.stringify(fields)}`);
  });
  const host = (name: string, hostData: unknown): HostSupervisor => {
    const url = new URL(`../entry/${name}-host.ts`, import.meta.url);
    return new HostSupervisor({ name, url, data: () => hostData }, clock, logger);
  };
  const config = { ...TEST_MQTT, ...mqtt };
  const logHost = host('log', { folder: logFolder, ...logSettings } satisfies LogHostData);
  const brokerHost =
    config.url === undefined ? host('broker', { port: config.embedded_port } satisfies BrokerHostData) : undefined;
  const broker = brokerHost && lifetime.add(new BrokerClient(brokerHost));
  const publisherHost = host('publisher', {
    logFolder,
    cursorFile: join(folder, 'sinks', 'mqtt.json'),
    config,
    clientId: `nexus-test-${config.url ?? config.embedded_port}`,
    node: 'gateway-1',
    version: '0.0.0',
    ...data,
  } satisfies PublisherHostData);
  const log = lifetime.add(new LogClient(logHost));
  const publisher = lifetime.add(new PublisherClient(publisherHost, broker));
  lifetime.add(log.advanced.on((head) => publisher.head(head)));
  lifetime.add(publisher.progressed.on(({ trimBelow }) => log.trim(trimBelow)));
  if (brokerHost) {
    lifetime.add(brokerHost);
    await brokerHost.start();
  }
  lifetime.add(publisherHost);
  lifetime.add(logHost);
  await publisherHost.start();
  await logHost.start();
  return { log, publisher, publisherHost, broker, brokerHost, warnings, dispose: () => lifetime.dispose() };
}

/** Waits until everything that was appended is accepted and published. */
export async function published({ log, publisher }: LogAndPublisher): Promise<void> {
  await until(() => log.counts.pending === 0 && publisher.progress !== undefined && publisher.counts.queued === 0);
}

/** Waits for a condition, for 30 s at most. */
export async function until(condition: () => boolean): Promise<void> {
  const endMs = systemClock.monoMs() + 30_000;
  while (!condition()) {
    if (systemClock.monoMs() > endMs) throw new RangeError('The condition did not come true within 30 s');
    await systemClock.sleep(5);
  }
}

/** Ends the thread of a host as a kill would: at once, wherever it is. @returns false when none runs. */
export async function killHost(workers: readonly Worker[], name: string): Promise<boolean> {
  const worker = workers.findLast((candidate) => candidate.threadName === name && candidate.threadId > 0);
  if (!worker) return false;
  await worker.terminate();
  return true;
}
