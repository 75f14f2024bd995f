import { z } from 'zod';
import { RESERVED_DEVICE_IDS } from './name-rules.ts';
import { Id, Name, PollInterval, Tag, Uid } from './tag.ts';

/** What is known of the machine itself; shown, exported, never used to connect. */
export const Asset = z.strictObject({
  make: z.string().max(128).optional(),
  model: z.string().max(128).optional(),
  serial: z.string().max(128).optional(),
  location: z.string().max(256).optional(),
});

/**
 * One device as it stands in `devices/<id>.yaml`. `connection` has the form that the protocol's manifest asks for and
 * is checked by it.
 */
export const Device = z.strictObject({
  id: Id.refine((id) => !RESERVED_DEVICE_IDS.includes(id), {
    error: (issue) => `“${String(issue.input)}” is reserved for command topics. Choose another id.`,
  }),
  uid: Uid.optional(),
  name: Name.optional(),
  description: z.string().max(1_024).optional(),
  protocol: z.string().meta({ title: 'Protocol', examples: ['modbus-tcp'] }),
  enabled: z.boolean().default(true),
  uns_prefix: z
    .string()
    .min(1)
    .max(512)
    .meta({ title: 'Topic prefix', examples: ['acme/plant1/utilities/line1/boiler-1'] }),
  poll_interval: PollInterval.default('1s').meta({ title: 'Poll interval', examples: ['500ms', '1s'] }),
  connection: z.record(z.string(), z.unknown()),
  asset: Asset.optional(),
  tags: z.array(Tag).max(20_000).default([]),
});
export type Device = z.output<typeof Device>;
