import { z } from 'zod';
import { AdaptivePolling } from './adaptive-polling.ts';
import { RESERVED_DEVICE_IDS } from './name-rules.ts';
import { PollInterval } from './poll-interval.ts';
import { Id, MAX_TAGS, Name, Tag, TopicPart, Uid } from './tag.ts';

/** Windows gives no file such a name, and the id of a device is that of its file. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const reserved = { params: { fault: 'RESERVED_NAME' } };

/** What is known of the machine itself; shown, exported, never used to connect. */
export const Asset = z.strictObject({
  make: z.string().max(128).optional().meta({ title: 'Make' }),
  model: z.string().max(128).optional().meta({ title: 'Model' }),
  serial: z.string().max(128).optional().meta({ title: 'Serial number' }),
  firmware: z.string().max(128).optional().meta({ title: 'Firmware' }),
  limits: z
    .string()
    .max(256)
    .optional()
    .meta({ title: 'Limits', description: 'What it said of itself: size of messages, nodes in one read, policies.' }),
  location: z.string().max(256).optional().meta({ title: 'Location' }),
});

export type Asset = z.output<typeof Asset>;

/**
 * One device as it stands in `devices/<id>.yaml`. `connection` has the form that the protocol's manifest asks for and
 * is checked by it.
 */
export const Device = z.strictObject({
  id: Id.refine((id) => !RESERVED_DEVICE_IDS.includes(id), {
    error: (issue) => `“${String(issue.input)}” is reserved for command topics. Choose another id.`,
    ...reserved,
  })
    .refine((id) => !WINDOWS_DEVICE.test(id), {
      error: (issue) => `“${String(issue.input)}” cannot be the name of a file on Windows. Choose another id.`,
      ...reserved,
    })
    .meta({ title: 'Id', description: 'Unique in the project; the name of the file.' }),
  uid: Uid.optional().meta({
    title: 'Identity',
    description: 'Written at the first start; keeps history through renames.',
  }),
  name: Name.optional().meta({ title: 'Name', description: 'For people; the id unless given.' }),
  description: z.string().max(1_024).optional().meta({ title: 'Description' }),
  protocol: z.string().meta({ title: 'Protocol', examples: ['modbus-tcp'] }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Enabled', description: 'A device that is not is never connected.' }),
  simulated: z
    .enum(['off', 'waves', 'history'])
    .default('off')
    .meta({
      title: 'Simulated',
      description:
        'A twin on this computer takes the place of the device: its tags move in waves, or as they did in the last hour.',
      titles: {
        off: 'Off: the device itself',
        waves: 'Twin that moves in waves',
        history: 'Twin that repeats the last hour',
      },
    }),
  uns_prefix: TopicPart.meta({ title: 'Topic prefix', examples: ['acme/plant1/utilities/line1/boiler-1'] }),
  poll_interval: PollInterval.default('1s').meta({ title: 'Poll interval', examples: ['500ms', '1s'] }),
  adaptive_polling: AdaptivePolling.optional().meta({
    title: 'Adaptive polling',
    description:
      'Polls fast while values change and slowly while they do not, between two bounds. Off unless one is given.',
  }),
  connection: z
    .record(z.string(), z.unknown())
    .meta({ title: 'Connection', description: 'The keys of the protocol, see below.' }),
  asset: Asset.optional(),
  tags: z
    .array(Tag)
    .max(MAX_TAGS, { error: `A device has ${MAX_TAGS} tags at most. Split it into several devices.` })
    .default([]),
});
export type Device = z.output<typeof Device>;
