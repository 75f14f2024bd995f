import { z } from 'zod';
import { secretReference } from '../../../src-shared/domain/secret-reference.ts';
import { Name } from '../../../src-shared/domain/tag.ts';
import { count, duration } from './config-fields.ts';
import { SparkplugConfig } from './sparkplug-config.ts';

/** What is set for each broker: how it is connected to, and how points are published there. */
export const BROKER_FIELDS = {
  version: z.enum(['5', '3.1.1']).default('5').meta({ title: 'MQTT version', restart: true }),
  client_id: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ title: 'Client id', description: 'nexus-<identity of the project> unless given.', restart: true }),
  username: z.string().max(256).optional().meta({ title: 'User name', restart: true }),
  password: secretReference('MQTT_PASSWORD').optional().meta({
    title: 'Password',
    description: 'Where it is found; it never stands in the project.',
  }),
  tls: z
    .strictObject({
      ca: z.string().optional().meta({ title: 'CA file', description: 'PEM; the system’s authorities unless given.' }),
      cert: z.string().optional().meta({ title: 'Client certificate', description: 'PEM, for mutual TLS.' }),
      key: z.string().optional().meta({ title: 'Client key', description: 'PEM, for mutual TLS.' }),
    })
    .optional()
    .meta({ title: 'TLS' }),
  qos: z.literal([0, 1, 2]).default(1).meta({
    title: 'QoS of data',
    fault: 'QOS',
    description: '0 counts as delivered when it was handed to the socket.',
  }),
  retain: z
    .boolean()
    .default(false)
    .meta({ title: 'Retain', description: 'The broker keeps the last value of each topic.' }),
  payload: z.enum(['json', 'json-batch', 'compact', 'msgpack', 'sparkplug']).default('json').meta({
    title: 'Payload',
    description:
      'One tag a message (json, compact, msgpack), or all that one poll of a device read (json-batch, sparkplug).',
  }),
  sparkplug: SparkplugConfig,
  meta: z.boolean().default(false).meta({
    title: 'Sequence in payload',
    description: 'Adds log, lane and seq, by which a reader finds duplicates.',
  }),
  window: count(1, 10_000).default(1_000).meta({
    title: 'Window',
    description: 'Messages on their way at once; the smaller of this and the broker’s receive maximum.',
  }),
  replay: z.enum(['ordered', 'live_first']).default('ordered').meta({
    title: 'Replay',
    description:
      'After an outage: all in order (ordered), or the present at once and what waited behind it, not retained (live_first).',
  }),
  replay_rate: count(100, 1_000_000).optional().meta({
    title: 'Replay rate',
    description: 'Points a second while catching up; as fast as the broker takes them unless given.',
  }),
  retry: duration(100, 300_000, 'RETRY_RANGE').default('5s').meta({ title: 'Longest pause before connecting again' }),
  keep_alive: duration(5_000, 600_000, 'TIMEOUT_RANGE').default('30s').meta({ title: 'Keep alive' }),
  commands: z
    .strictObject({
      enabled: z.boolean().default(false).meta({
        title: 'Commands over MQTT',
        description: 'Remote writes are off until this is on; tags are still read-only until made writable.',
      }),
      actor: Name.default('mqtt').meta({
        title: 'Actor',
        description: 'Who writes, in the journal: MQTT does not say.',
      }),
      tags: z
        .array(z.string().trim().min(1).max(512))
        .max(1_000)
        .optional()
        .meta({
          title: 'Tags',
          description:
            'device/tag or topics with +, # and *: what this broker’s commands may write. Every writable tag unless given.',
          examples: [['pumps-1/*', 'acme/plant1/utilities/#']],
          restart: true,
        }),
      allow_qos0: z.boolean().default(false).meta({ title: 'Accept QoS 0' }),
      skew: duration(1_000, 600_000, 'TIMEOUT_RANGE').default('30s').meta({
        title: 'Clock tolerance',
        description: 'How far ahead the time stamp of a command may be.',
      }),
    })
    .prefault({})
    .meta({ title: 'Commands' }),
};
