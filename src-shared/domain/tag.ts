import { z } from 'zod';
import { BYTE_ORDERS, BYTE_ORDERS_64, DATA_TYPES } from './data-type.ts';
import { parseDurationMs } from './duration.ts';
import { ID_PATTERN, ID_RULE, NAME_PATTERN, NAME_RULE } from './name-rules.ts';

export const Id = z
  .string()
  .regex(ID_PATTERN, { error: (issue) => `“${String(issue.input)}” is not an id. Use ${ID_RULE}.` });
export const Name = z.string().regex(NAME_PATTERN, { error: `The name takes ${NAME_RULE}.` });
export const Uid = z.uuid();
/** Poll intervals: SPEC A, `100ms`…`60s`, minimum 50 ms; kept as text so that a save changes nothing. */
export const PollInterval = z
  .string()
  .refine((text) => parseDurationMs(text) !== undefined, {
    error: (issue) => `“${String(issue.input)}” is not a duration. Write it with a unit, for example 500ms or 1s.`,
    abort: true,
  })
  .refine((text) => parseDurationMs(text)! >= 50, {
    error: (issue) => `Poll interval ${String(issue.input)} is below this gateway’s minimum of 50 ms.`,
  })
  .refine((text) => parseDurationMs(text)! <= 3_600_000, {
    error: (issue) => `Poll interval ${String(issue.input)} is above the maximum of 1 h.`,
  });

const finite = z.number();

/** Which changes are worth a point. Without a deadband every poll makes one. */
export const Deadband = z.strictObject({
  absolute: finite
    .nonnegative()
    .optional()
    .meta({ title: 'Absolute', description: 'Smallest change in engineering units.' }),
  percent: finite.nonnegative().max(100).optional().meta({ title: 'Percent of the last value' }),
  percent_of_range: finite.nonnegative().max(100).optional().meta({ title: 'Percent of the engineering range' }),
  max_interval: z
    .string()
    .refine((text) => parseDurationMs(text) !== undefined, { error: 'Write a duration with a unit, for example 60s.' })
    .optional()
    .meta({ title: 'Heartbeat', description: 'A point at least this often, changed or not.' }),
});

/** What a write may ask for, in engineering units; checked before anything is sent. */
export const WriteLimits = z.strictObject({
  min: finite.optional().meta({ title: 'Lowest', description: 'Smaller values are refused.' }),
  max: finite.optional().meta({ title: 'Highest', description: 'Larger values are refused.' }),
  max_step: finite.positive().optional().meta({ title: 'Largest step', description: 'From the last good value.' }),
  rate: finite
    .positive()
    .optional()
    .meta({ title: 'Largest rate', description: 'Change per second since the last write.' }),
});

/** One tag as it stands in `devices/<id>.yaml`. */
export const Tag = z.strictObject({
  id: Id.meta({ title: 'Id', description: 'Unique within the device; the last level of the topic.' }),
  uid: Uid.optional().meta({
    title: 'Identity',
    description: 'Written at the first save; keeps history through renames.',
  }),
  name: Name.optional().meta({ title: 'Name', description: 'For people; the id unless given.' }),
  description: z.string().max(1_024).optional().meta({ title: 'Description' }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Enabled', description: 'A tag that is not is neither read nor shown.' }),
  address: z.string().min(1).max(256).meta({ title: 'Address', description: 'In the notation of the protocol.' }),
  data_type: z.enum(DATA_TYPES).optional().meta({ title: 'Data type', description: 'May also stand in the address.' }),
  byte_order: z
    .enum([...BYTE_ORDERS, ...BYTE_ORDERS_64])
    .optional()
    .meta({ title: 'Byte order' }),
  length: z.int().min(1).max(250).optional().meta({ title: 'Length', description: 'Characters of a string.' }),
  access: z
    .enum(['read', 'read_write'])
    .default('read')
    .meta({ title: 'Access', description: 'Read-only until made writable.' }),
  scale: finite.optional().meta({ title: 'Scale', description: 'value = raw · scale + offset' }),
  offset: finite.optional().meta({ title: 'Offset' }),
  raw_low: finite.optional().meta({ title: 'Raw low' }),
  raw_high: finite.optional().meta({ title: 'Raw high' }),
  eu_low: finite.optional().meta({ title: 'Engineering low' }),
  eu_high: finite.optional().meta({ title: 'Engineering high' }),
  clamp_low: finite.optional().meta({ title: 'Clamp low' }),
  clamp_high: finite.optional().meta({ title: 'Clamp high' }),
  unit: z
    .string()
    .max(32)
    .optional()
    .meta({ title: 'Unit', description: 'UCUM code or symbol.', examples: ['Cel', 'bar'] }),
  unit_from: z.string().max(32).optional().meta({ title: 'Unit on the device', description: 'Converted into `unit`.' }),
  deadband: Deadband.optional(),
  poll_interval: PollInterval.optional().meta({
    title: 'Poll interval',
    description: 'The device’s unless given. Tags of the same interval are polled together.',
  }),
  write_limits: WriteLimits.optional(),
  topic_suffix: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({ title: 'Topic suffix', description: 'The id unless given.' }),
  enum: z
    .record(z.string().regex(/^-?\d+$/), z.string().max(64))
    .optional()
    .meta({ title: 'State texts' }),
});
export type Tag = z.output<typeof Tag>;
