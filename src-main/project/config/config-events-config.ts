import { z } from 'zod';
import { Name } from '../../../src-shared/domain/tag.ts';

/** `mqtt.config_events:` of `nexus.yaml`: changes of devices, told to others and taken from them. */
export const ConfigEventsConfig = z
  .strictObject({
    publish: z.boolean().default(false).meta({
      title: 'Tell changes of devices',
      description:
        'On `<prefix>/config/devices/<id>/updated`, with the whole device: addresses and names go to the broker.',
      restart: true,
    }),
    apply: z.enum(['off', 'known', 'all']).default('off').meta({
      title: 'Take changes of devices',
      description:
        'known: of devices that are here · all: new devices too. Whoever may publish there may change this gateway.',
      restart: true,
    }),
    actor: Name.default('peer').meta({
      title: 'Author',
      description: 'In revisions, where an event does not say who sent it.',
      restart: true,
    }),
  })
  .prefault({})
  .meta({ title: 'Configuration events' });
export type ConfigEventsConfig = z.output<typeof ConfigEventsConfig>;
