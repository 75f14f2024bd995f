import { z } from 'zod';
import { BrokerUrl } from '../check/broker-url.ts';
import { BROKER_FIELDS } from './broker-fields.ts';
import { ConfigEventsConfig } from './config-events-config.ts';
import { port } from './config-fields.ts';
import { ExplorerConfig } from './explorer-config.ts';
import { RemoteConfig } from './remote-config.ts';
import { TopicLevel } from './topic-level.ts';

/** One of `mqtt.brokers`: another place where every point is published. */
const MqttBroker = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
      error: (issue) => `“${String(issue.input)}” is no id of a broker. Use 1–32 of a–z, 0–9 and “-”.`,
    })
    .meta({
      title: 'Id',
      description: 'Names the place in the log: another id begins anew, and leaves what the former had not sent.',
      fault: 'NAME_CHARS',
      restart: true,
    }),
  url: BrokerUrl.meta({ title: 'Broker', restart: true }),
  ...BROKER_FIELDS,
});
export type MqttBroker = z.output<typeof MqttBroker>;

/** `mqtt:` of `nexus.yaml`: where points are published and where commands come from. */
export const MqttConfig = z.strictObject({
  enabled: z.boolean().default(false).meta({
    title: 'Publish',
    description: 'Publishes every point. Without `url` to a broker of its own on loopback.',
    restart: true,
  }),
  url: BrokerUrl.optional().meta({
    title: 'Broker',
    description: 'Left out: the embedded broker.',
    examples: ['mqtt://10.0.0.5:1883', 'mqtts://broker.acme.example:8883'],
    restart: true,
  }),
  embedded_port: port().optional().meta({
    title: 'Port of the embedded broker',
    description: 'On loopback only. Left out: 1883, or the first free one of the nine above it.',
    restart: true,
  }),
  ...BROKER_FIELDS,
  node: TopicLevel.optional().meta({
    title: 'Node',
    description: 'Name of this gateway in `nexus/status/<node>`; from the project name unless given.',
  }),
  prefixes: z.array(TopicLevel).min(1).max(4).default(['nexus', '$nexus']).meta({
    title: 'Prefixes',
    description: 'First level of status and command topics. Status goes to the first, answers to the one that asked.',
  }),
  brokers: z
    .array(MqttBroker)
    .max(8)
    .default([])
    .meta({
      title: 'More brokers',
      description: 'Each gets every point as the first one does, at its own pace, while publishing is on.',
      itemTitle: 'Broker',
      usual: ['id', 'url', 'username', 'password', 'payload'],
      restart: true,
      advanced: true,
    }),
  remote: RemoteConfig.prefault({}).meta({ title: 'Points of other gateways' }),
  explorer: ExplorerConfig,
  config_events: ConfigEventsConfig,
});
export type MqttConfig = z.output<typeof MqttConfig>;
