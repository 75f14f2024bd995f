import { z } from 'zod';
import { byteSize, count } from './config-fields.ts';

/** `mqtt.explorer`: what the Namespace page listens to, and how much of it is kept. */
export const ExplorerConfig = z
  .strictObject({
    filters: z.array(z.string().min(1).max(1_024)).min(1).max(16).default(['#', '$nexus/#', '$SYS/#']).meta({
      title: 'Filters of the namespace',
      description: 'What the Namespace page listens to. “#” leaves out topics that begin with “$”: name those.',
      restart: true,
    }),
    qos: z.literal([0, 1, 2]).default(0).meta({
      title: 'QoS of the namespace',
      fault: 'QOS',
      description: 'Messages come with this QoS at most. 0 costs the broker least, and it keeps nothing for us.',
      restart: true,
    }),
    topics: count(100, 500_000).default(50_000).meta({
      title: 'Topics kept',
      description: 'Messages of further topics are counted and not kept.',
      restart: true,
    }),
    memory: byteSize(4 * 2 ** 20, 2 ** 30, 'COUNT_LIMIT')
      .default('64MiB')
      .meta({
        title: 'Memory of the namespace',
        description: 'For names and last payloads, only while somebody looks.',
        restart: true,
      }),
  })
  .prefault({})
  .meta({ title: 'Namespace page' });
