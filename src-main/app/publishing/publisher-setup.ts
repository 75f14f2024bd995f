import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import type { MqttBroker, MqttConfig } from '../../project/config/mqtt-config.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import type { PublisherHostData, TagRow } from '../../uns/publishing/publisher-messages.ts';
import { brokerSink, MAIN_SINK, sinkCursorFile } from '../sinks/sink-files.ts';
import { describeTag } from '../tags/describe-tag.ts';
import type { TagEntry } from '../tags/tag-directory.ts';

/**
 * What the publisher host of a broker is started with: names from the project, secrets and certificates read.
 * @param broker one of `mqtt.brokers`; the first broker unless given.
 * @throws NexusError NX_SECRET_MISSING
 */
export async function publisherData(
  folder: string,
  config: NexusConfig,
  version: string,
  broker?: MqttBroker,
): Promise<PublisherHostData> {
  const { project } = config;
  const mqtt = broker ? settingsOf(config.mqtt, broker) : config.mqtt;
  const pem = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : await readPem(folder, path);
  const [ca, cert, key] = await Promise.all([mqtt.tls?.ca, mqtt.tls?.cert, mqtt.tls?.key].map(pem));
  const password = mqtt.password && (await resolveSecret(mqtt.password, folder));
  return {
    logFolder: join(folder, STATE_FOLDER, 'log'),
    cursorFile: sinkCursorFile(folder, broker ? brokerSink(broker.id) : MAIN_SINK),
    config: mqtt,
    ...(password !== undefined && { password }),
    ...(mqtt.tls && {
      tls: { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) },
    }),
    clientId: mqtt.client_id ?? `nexus-${project.uid!.slice(0, 8)}${broker ? `-${broker.id}` : ''}`,
    node: mqtt.node ?? nodeOf(project.name),
    version,
  };
}

/** As for the first broker, with its own connection; changes of devices are a matter of the first one. */
function settingsOf(mqtt: MqttConfig, broker: MqttBroker): MqttConfig {
  const { enabled, prefixes, node, explorer, remote, config_events: events } = mqtt;
  return {
    enabled,
    prefixes,
    explorer,
    remote,
    config_events: { ...events, publish: false, apply: 'off' },
    brokers: [],
    ...(node !== undefined && { node }),
    ...broker,
  };
}

/** How publisher and command inbox know a tag. */
export function publisherRow(entry: TagEntry): TagRow {
  const { uid, number, topic, tag, device } = entry;
  const { id, enabled, uns_prefix: deviceTopic } = device.device;
  return {
    uid,
    topic,
    deviceTopic,
    device: id,
    tag: tag.id,
    dataType: describeTag(entry).dataType,
    ...(isScaled(tag, number) && { isScaled: true }),
    ...(!enabled && { isOff: true }),
    ...((tag.raw ?? 'both') !== 'both' && { isWithheld: true }),
    ...(tag.unit !== undefined && { unit: unitSymbol(tag.unit) }),
    ...(tag.enum && { states: tag.enum }),
  };
}

/** Scaling and limits make a number out of what the device holds, which may fit into its data type no more. */
function isScaled(tag: Tag, number: number): boolean {
  const { factor, offset, clampLow, clampHigh } = compileTagRule(tag, number);
  return factor !== 1 || offset !== 0 || Number.isFinite(clampLow) || Number.isFinite(clampHigh);
}

/** A topic level made of a name that people read. */
function nodeOf(name: string): string {
  const level = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 64);
  return level || 'gateway';
}

async function readPem(folder: string, path: string): Promise<string> {
  return await readFile(resolve(folder, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const text = `The certificate file ${path} could not be read (${cause.code ?? 'unknown'}). Put it there or change mqtt.tls.`;
    throw new NexusError('NX_SECRET_MISSING', text, { file: path }, { cause });
  });
}
