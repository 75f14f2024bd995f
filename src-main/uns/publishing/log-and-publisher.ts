import { join } from 'node:path';
import { brokerPorts } from '../../../src-shared/domain/broker-ports.ts';
import { systemClock } from '../../kernel/clock.ts';
import { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { loggerTo } from '../../kernel/logger.ts';
import { LogClient } from '../../log/log-client.ts';
import type { LogHostData } from '../../log/log-messages.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import { BrokerClient } from '../broker/broker-client.ts';
import type { BrokerHostData } from '../broker/broker-messages.ts';
import { PublisherClient } from './publisher-client.ts';
import type { PublisherHostData, TagRow } from './publisher-messages.ts';

export interface RunningLog extends Disposable {
  readonly log: LogClient;
}

export interface RunningPublisher extends Disposable {
  readonly publisher: PublisherClient;
  readonly publisherHost: HostSupervisor;
  readonly broker: BrokerClient | undefined;
  readonly brokerHost: HostSupervisor | undefined;
  /** Lines that the hosts logged as warnings or errors. */
  readonly warnings: string[];
}

export interface LogAndPublisher extends RunningLog, RunningPublisher {}

export interface PublisherSettings {
  readonly mqtt?: Partial<MqttConfig>;
  readonly data?: Partial<PublisherHostData>;
}

/** For tests: what `mqtt:` of a project is without a word in it, but for pauses as short as they may be. */
export const TEST_MQTT: MqttConfig = {
  enabled: true,
  version: '5',
  prefixes: ['nexus', '$nexus'],
  qos: 1,
  retain: false,
  payload: 'json',
  meta: false,
  brokers: [],
  sparkplug: { group_id: 'nexus', aliases: true },
  window: 1_000,
  replay: 'ordered',
  retry: '100ms',
  keep_alive: '30s',
  commands: { enabled: false, actor: 'mqtt', allow_qos0: false, skew: '30s' },
  remote: {
    enabled: false,
    topics: ['#'],
    share: true,
    group: 'nexus-historian',
    session_expiry: '1h',
    max_tags: 1_000,
  },
  explorer: { filters: ['#'], qos: 0, topics: 1_000, memory: '4MiB' },
  config_events: { publish: false, apply: 'off', actor: 'peer' },
};

export const counterRow = (tag: number): TagRow => ({
  uid: `tag ${tag}`,
  topic: `acme/plant/line/device/tag-${tag}`,
  deviceTopic: 'acme/plant/line/device',
  device: 'device-1',
  tag: `tag-${tag}`,
  unit: 'bar',
  dataType: 'float64',
});

function makeHost(name: string, data: unknown, warnings: string[]): HostSupervisor {
  const logger = loggerTo((level, text, fields) => {
    if (level === 'warn' || level === 'error') warnings.push(`${text} ${JSON.stringify(fields)}`);
  });
  const url = new URL(`../../entry/${name}-host.ts`, import.meta.url);
  return new HostSupervisor({ name, url, data: () => data }, systemClock, logger);
}

/** For tests: the log as a real thread on `folder`. */
export async function startLog(folder: string, settings: Partial<LogHostData> = {}): Promise<RunningLog> {
  const lifetime = new Lifetime('log');
  const host = makeHost('log', { folder: join(folder, 'log'), ...settings } satisfies LogHostData, []);
  const log = lifetime.add(new LogClient(host));
  await lifetime.add(host).start();
  return { log, dispose: () => lifetime.dispose() };
}

/** For tests: the publisher as a real thread that reads `log`, joined as the engine joins them; without `url` a broker too. */
export async function startPublisher(
  folder: string,
  { log }: RunningLog,
  { mqtt, data }: PublisherSettings = {},
): Promise<RunningPublisher> {
  const lifetime = new Lifetime('publisher');
  const warnings: string[] = [];
  const config = { ...TEST_MQTT, ...mqtt };
  const isEmbedded = config.url === undefined;
  const brokerData: BrokerHostData = { ports: brokerPorts(config.embedded_port) };
  const brokerHost = isEmbedded ? lifetime.add(makeHost('broker', brokerData, warnings)) : undefined;
  const broker = brokerHost && lifetime.add(new BrokerClient(brokerHost));
  const publisherData: PublisherHostData = {
    logFolder: join(folder, 'log'),
    cursorFile: join(folder, 'sinks', 'mqtt.json'),
    config,
    clientId: `nexus-test-${config.embedded_port ?? 'any'}`,
    node: 'gateway-1',
    version: '0.0.0',
    ...data,
  };
  const publisherHost = makeHost('publisher', publisherData, warnings);
  const publisher = lifetime.add(new PublisherClient(publisherHost, broker));
  if (log.head) publisher.head(log.head);
  lifetime.add(log.advanced.on((head) => publisher.head(head)));
  lifetime.add(publisher.progressed.on(({ trimBelow }) => log.trim(trimBelow)));
  lifetime.add(publisherHost);
  await brokerHost?.start();
  await publisherHost.start();
  return { publisher, publisherHost, broker, brokerHost, warnings, dispose: () => lifetime.dispose() };
}

/** For tests: both. */
export async function startLogAndPublisher(
  folder: string,
  settings: PublisherSettings & { readonly log?: Partial<LogHostData> } = {},
): Promise<LogAndPublisher> {
  const lifetime = new Lifetime('log and publisher');
  const log = lifetime.add(await startLog(folder, settings.log));
  const publisher = lifetime.add(await startPublisher(folder, log, settings));
  return { ...log, ...publisher, dispose: () => lifetime.dispose() };
}

/** Waits until everything that was appended is accepted and published. */
export async function published({ log, publisher }: Pick<LogAndPublisher, 'log' | 'publisher'>): Promise<void> {
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
