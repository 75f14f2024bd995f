import { USUAL_BROKER_PORT } from '../../../src-shared/domain/broker-ports.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { topicFilterFault } from '../../../src-shared/domain/topic.ts';
import type { NexusConfig } from '../config/nexus-config.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { brokerAddress } from './broker-url.ts';
import { checkArchive } from './check-archive.ts';
import { ownPorts } from './check-peers.ts';
import { checkQualityRule } from './check-quality.ts';
import { isDatabaseEncrypted } from './database-url.ts';
import type { Fault } from './fault.ts';
import { forbiddenHost, isLoopback } from './host-kind.ts';
import { below, type ReportFault, reportInto } from './report-fault.ts';

/** Beside those of the writers: old points, names of tags, and two for questions. */
const MORE_CONNECTIONS = 4;

/** The rules that span settings of `nexus.yaml`. */
export function checkConfig(config: NexusConfig, yaml: YamlFile): Fault[] {
  const faults: Fault[] = [];
  const report = reportInto(faults, yaml);
  checkRetention(config, report);
  checkDatabase(config, report);
  checkArchive(config, report);
  for (const [at, rule] of config.quality_rules.entries()) {
    checkQualityRule(rule, ['quality_rules', at], report);
    const fault = topicFilterFault(rule.topic);
    if (fault) report('TOPIC_SYNTAX', ['quality_rules', at, 'topic'], `“${rule.topic}” ${fault}`);
  }
  checkBroker(config, config.mqtt, 'mqtt', below(report, 'mqtt'));
  for (const [index, broker] of config.mqtt.brokers.entries()) {
    checkBroker(config, broker, `mqtt.brokers.${index}`, below(report, 'mqtt', 'brokers', index));
    checkClientId(config.mqtt, index, report);
    if (config.mqtt.brokers.findIndex(({ id }) => id === broker.id) === index) continue;
    const text = `“${broker.id}” is already the id of another broker. Give each an id of its own.`;
    report('DUP_ID', ['mqtt', 'brokers', index, 'id'], text);
  }
  const { mqtt, server } = config;
  if ((server.tls.cert === undefined) !== (server.tls.key === undefined)) {
    const [there, missing] = server.tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const text = `server.tls has “${there}” and no “${missing}”. Set both, or neither for a certificate of the gateway’s own.`;
    report('MISSING_KEY', ['server', 'tls', missing!], text);
  }
  if (mqtt.enabled && mqtt.url === undefined && (mqtt.embedded_port ?? USUAL_BROKER_PORT) === server.port)
    report(
      'PORT_RANGE',
      ['server', 'port'],
      `Port ${server.port} is also that of the embedded broker. Change server.port or mqtt.embedded_port.`,
    );
  return faults;
}

/** A summary must outlive what it is made of: queries of old times fall back on it. */
function checkRetention({ historian }: NexusConfig, report: ReportFault): void {
  const pairs = [
    ['raw', 'hourly'],
    ['hourly', 'daily'],
  ] as const;
  for (const [finer, coarser] of pairs) {
    if (parseDurationMs(historian[finer])! <= parseDurationMs(historian[coarser])!) continue;
    const text = `${finer} values are kept for ${historian[finer]} and ${coarser} ones for ${historian[coarser]} only. Raise historian.${coarser} or lower historian.${finer}.`;
    report('RETENTION', ['historian', finer], text);
  }
}

function checkDatabase({ historian: { database, raw } }: NexusConfig, report: ReportFault): void {
  if (!database) return;
  const { tls, url, password, pool, writers, compress_after: compressAfter } = database;
  const at = ['historian', 'database'];
  if (tls && (tls.cert === undefined) !== (tls.key === undefined)) {
    const [there, missing] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const text = `historian.database.tls has “${there}” and no “${missing}”. A client certificate needs both.`;
    report('MISSING_KEY', [...at, 'tls', missing!], text);
  }
  if (pool < writers + MORE_CONNECTIONS)
    report(
      'COUNT_LIMIT',
      [...at, 'pool'],
      `${pool} connections are too few for ${writers} writers. Write ${writers + MORE_CONNECTIONS} or more.`,
    );
  if (parseDurationMs(compressAfter)! > parseDurationMs(raw)!)
    report(
      'RETENTION',
      [...at, 'compress_after'],
      `Points are compressed after ${compressAfter} and removed after ${raw} already. Lower historian.database.compress_after or raise historian.raw.`,
    );
  const host = URL.parse(url)?.hostname ?? '';
  if (password && host !== '' && !isDatabaseEncrypted(url) && !tls?.ca && !isLoopback(host))
    report(
      'PLAINTEXT_REMOTE',
      [...at, 'url'],
      `Password and points go to ${host} without encryption. Add sslmode=verify-full if the server has TLS.`,
    );
}

/** A broker ends the older of two connections with one client id; both would come back for ever. */
function checkClientId({ brokers, ...first }: NexusConfig['mqtt'], index: number, report: ReportFault): void {
  const { url, client_id: own } = brokers[index]!;
  const at = (where: string | undefined): string => (where === undefined ? '' : new URL(where).host.toLowerCase());
  const isSame = (other: Pick<NexusConfig['mqtt'], 'url' | 'client_id'>): boolean =>
    other.client_id === own && URL.canParse(other.url ?? '') && at(other.url) === at(url);
  if (own === undefined || !URL.canParse(url ?? '') || ![first, ...brokers.slice(0, index)].some(isSame)) return;
  const text = `“${own}” is already the client id of another connection to this broker. Give each its own, or leave client_id out.`;
  report('CLIENT_ID_DUP', ['mqtt', 'brokers', index, 'client_id'], text);
}

type BrokerSettings = Pick<NexusConfig['mqtt'], 'url' | 'tls' | 'password'>;

function checkBroker(
  { mqtt, server }: NexusConfig,
  { tls, url, password }: BrokerSettings,
  at: string,
  report: ReportFault,
): void {
  if (tls && (tls.cert === undefined) !== (tls.key === undefined)) {
    const [there, missing] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    report(
      'MISSING_KEY',
      ['tls', missing!],
      `${at}.tls has “${there}” and no “${missing}”. A client certificate needs both.`,
    );
  }
  const broker = url === undefined ? undefined : brokerAddress(url);
  if (!broker) return;
  const { host, port, isEncrypted } = broker;
  const why = forbiddenHost(host);
  if (why)
    report('HOST_FORBIDDEN', ['url'], `${host} ${why}, and no broker is there. Enter the address of the broker.`);
  const self = isLoopback(host) ? ownPorts({ mqtt, server }).get(port) : undefined;
  if (self) report('SELF_CONNECT', ['url'], `${host}:${port} is ${self}. Enter the address of the broker.`);
  if (password && !isEncrypted && !isLoopback(host))
    report(
      'PLAINTEXT_REMOTE',
      ['url'],
      `The password goes to ${host} without encryption. Use mqtts:// or wss:// if the broker has it.`,
    );
}
