import { z } from 'zod';
import { TopicLevel } from './topic-level.ts';

/** `sparkplug:` of a broker: who the gateway is as an edge node. */
export const SparkplugConfig = z
  .strictObject({
    group_id: TopicLevel.default('nexus').meta({ title: 'Group', description: 'Group id of the edge node.' }),
    edge_node_id: TopicLevel.optional().meta({
      title: 'Edge node',
      description: 'Unique in its group; the node of this gateway unless given.',
    }),
    primary_host: TopicLevel.optional().meta({
      title: 'Primary host',
      description: 'Nothing is published while this host application is not online; values are kept.',
    }),
    aliases: z.boolean().default(true).meta({
      title: 'Aliases',
      description: 'Data messages carry a number in place of the name of a metric.',
    }),
  })
  .prefault({})
  .meta({ title: 'Sparkplug B', description: 'For `payload: sparkplug`, which takes no `qos` and no `retain`.' });
export type SparkplugConfig = z.output<typeof SparkplugConfig>;
