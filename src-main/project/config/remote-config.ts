import { z } from 'zod';
import { count, duration } from './config-fields.ts';

/** A subscription filter as MQTT 5.0, 4.7 has it: `+` stands for one level, `#` for all that follow. */
const TopicFilter = z
  .string()
  .regex(/^(?!\$)(?:#|(?:\+|[^/#+\u0000-\u001f]*)(?:\/(?:\+|[^/#+\u0000-\u001f]*))*(?:\/#)?)$/u, {
    error: (issue) =>
      `“${String(issue.input)}” is not a topic filter. Write levels with “/” between them; “+” stands for one level, “#” at the end for all below.`,
  })
  .min(1)
  .max(512)
  .meta({ fault: 'TOPIC_SYNTAX' });

/** `mqtt.remote`: points of other gateways that come over the broker into our log and history. */
export const RemoteConfig = z.strictObject({
  enabled: z.boolean().default(false).meta({
    title: 'Take in points of other gateways',
    description: 'From the broker of `mqtt.url`, acknowledged when they are in the log. Never our own.',
    restart: true,
  }),
  topics: z
    .array(TopicFilter)
    .min(1)
    .max(64)
    .default(['#'])
    .meta({
      title: 'Topics',
      description: 'Filters of what others publish; everything unless given.',
      examples: ['acme/berlin/#'],
      restart: true,
    }),
  share: z.boolean().default(true).meta({
    title: 'Share the messages',
    description:
      'Among the gateways of `group`, where the broker can (MQTT 5). Off: this gateway takes in all of them.',
    restart: true,
  }),
  group: z
    .string()
    .regex(/^[^/#+\u0000-\u001f]{1,64}$/u, {
      error: (issue) =>
        `“${String(issue.input)}” is not the name of a group. Use 1–64 characters without “/”, “#”, “+”.`,
    })
    .default('nexus-historian')
    .meta({
      title: 'Group',
      description:
        'Gateways of one group share the messages between them (MQTT 5); each takes in all with a group of its own.',
      restart: true,
    }),
  session_expiry: duration(0, 4_294_967_000_000, 'TIMEOUT_RANGE').default('24h').meta({
    title: 'Session expiry',
    description: 'How long the broker keeps messages for us while we are away (MQTT 5; with 3.1.1 the broker decides).',
    restart: true,
  }),
  max_tags: count(1, 1_000_000).default(100_000).meta({
    title: 'Most remote tags',
    description: 'Points of topics beyond it are counted and not stored.',
    restart: true,
  }),
});
export type RemoteConfig = z.output<typeof RemoteConfig>;
