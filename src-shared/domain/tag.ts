import { z } from 'zod';
import { PollBounds } from './adaptive-polling.ts';
import { AGGREGATE_WINDOWS, Aggregate, RAW_USES } from './aggregate.ts';
import { BYTE_ORDERS, BYTE_ORDERS_64, DATA_TYPES, noDataTypeText } from './data-type.ts';
import { parseDurationMs } from './duration.ts';
import { ID_PATTERN, ID_RULE, NAME_PATTERN, NAME_RULE } from './name-rules.ts';
import { durationText, PollInterval } from './poll-interval.ts';
import { MAX_QUALITY_RULES, QualityRule } from './quality-rule.ts';

const ID_MAX = 64;
const NAME_MAX = 128;

/** `fault` in the metadata of a field, and in the params of a rule, is the code of its fault (docs/faults.md). */
const lengthFault = { params: { fault: 'NAME_LENGTH' }, abort: true };

export const Id = z
  .string()
  .refine((id) => id.length >= 1 && id.length <= ID_MAX, {
    error: (issue) =>
      `An id has 1–${ID_MAX} characters, and this one has ${String(issue.input).length}. Use ${ID_RULE}.`,
    ...lengthFault,
  })
  .regex(ID_PATTERN, { error: (issue) => `“${String(issue.input)}” is not an id. Use ${ID_RULE}.` })
  .meta({ fault: 'NAME_CHARS' });
export const Name = z
  .string()
  // A character of a name may be two units of the text.
  .refine((name) => name.length >= 1 && name.length <= 2 * NAME_MAX && Array.from(name).length <= NAME_MAX, {
    error: (issue) =>
      `The name has ${String(issue.input).length} characters; it takes ${NAME_RULE}. Write one of that length.`,
    ...lengthFault,
  })
  .regex(NAME_PATTERN, {
    error: (issue) =>
      `“${String(issue.input)}” has control characters or marks that turn the reading direction. A name takes ${NAME_RULE}.`,
  })
  .meta({ fault: 'NAME_CHARS' });
export const Uid = z.uuid({
  error: (issue) =>
    typeof issue.input === 'string'
      ? `“${issue.input}” is not an identity. Remove the line; a new one is written at the next start.`
      : undefined,
});

/** One or more levels of a topic. What MQTT reserves is looked for in the topic as a whole (topic.ts). */
export const TopicPart = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$/u, {
    error: (issue) =>
      `“${String(issue.input)}” has characters that nobody sees. Write the levels as a/b/c, with letters, digits, “-” or “_”.`,
  })
  .meta({ fault: 'TOPIC_SYNTAX' });

const finite = z.number();

const BAND_TEXT = 'Use 0 to publish every sample.';
const band = z.number().nonnegative({
  error: (issue) => `Deadband ${String(issue.input)} is negative. ${BAND_TEXT}`,
});
const share = band.max(100, { error: (issue) => `Deadband ${String(issue.input)} % is above 100 %. ${BAND_TEXT}` });

/** Which changes are worth a point. Without a deadband every poll makes one. */
export const Deadband = z.strictObject({
  absolute: band
    .optional()
    .meta({ title: 'Absolute', description: 'Smallest change in engineering units.', fault: 'DEADBAND' }),
  percent: share.optional().meta({ title: 'Percent of the last value', fault: 'DEADBAND' }),
  percent_of_range: share.optional().meta({ title: 'Percent of the engineering range', fault: 'DEADBAND' }),
  swinging_door: z
    .number()
    .positive({
      error: (issue) =>
        `A swinging door of ${String(issue.input)} lets every value through. Write the largest error that lines between points may have.`,
    })
    .optional()
    .meta({
      title: 'Swinging door',
      description:
        'Instead of a band: the fewest points whose connecting lines stay this close to every reading, in engineering units. Needs a heartbeat.',
      fault: 'DEADBAND',
    }),
  max_interval: durationText
    .refine((text) => parseDurationMs(text) !== undefined, { error: 'Write a duration with a unit, for example 60s.' })
    .optional()
    .meta({
      title: 'Heartbeat',
      description: 'A point at least this often, changed or not.',
      fault: 'INTERVAL_RANGE',
    }),
});

const aboveZero = z.number().positive({
  error: (issue) => `${String(issue.input)} would allow no change at all. Write a number above 0, or access: read.`,
});

/** What a write may ask for, in engineering units; checked before anything is sent. */
export const WriteLimits = z.strictObject({
  min: finite.optional().meta({ title: 'Lowest', description: 'Smaller values are refused.' }),
  max: finite.optional().meta({ title: 'Highest', description: 'Larger values are refused.' }),
  max_step: aboveZero
    .optional()
    .meta({ title: 'Largest step', description: 'From the last good value.', fault: 'RATE_OF_CHANGE' }),
  rate: aboveZero
    .optional()
    .meta({ title: 'Largest rate', description: 'Change per second since the last write.', fault: 'RATE_OF_CHANGE' }),
});

/** One line that people read, sort and search by. */
const label = (subject: string): z.ZodString =>
  z.string().refine((text) => text.trim() !== '' && NAME_PATTERN.test(text), {
    error: (issue) =>
      `“${String(issue.input).slice(0, NAME_MAX)}” is no ${subject}. Write ${NAME_RULE}, or leave it out.`,
  });

/** Characters of an address: those of the longest expression. */
export const MAX_ADDRESS = 4_096;

/** Tags of one device. More are several devices: one poll of them all would take too long. */
export const MAX_TAGS = 20_000;

/** One tag as it stands in `devices/<id>.yaml`. */
export const Tag = z.strictObject({
  id: Id.meta({ title: 'Id', description: 'Unique within the device; the last level of the topic.' }),
  uid: Uid.optional().meta({
    title: 'Identity',
    description: 'Written at the first save; keeps history through renames.',
  }),
  name: Name.optional().meta({ title: 'Name', description: 'For people; the id unless given.' }),
  description: z.string().max(1_024).optional().meta({ title: 'Description' }),
  classification: label('classification').optional().meta({
    title: 'Classification',
    description: 'What kind of data it is, in your own words: process, energy, quality, safety, personal.',
    fault: 'NAME_CHARS',
  }),
  owner: label('owner').optional().meta({
    title: 'Owner',
    description: 'Who answers for it: a person, a team, a department.',
    fault: 'NAME_CHARS',
  }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Enabled', description: 'A tag that is not is neither read nor shown.' }),
  address: z
    .string()
    .min(1)
    .max(MAX_ADDRESS, {
      error: (issue) =>
        `The address has ${(issue.input as string).length} characters; ${MAX_ADDRESS} are allowed. Split it over several tags.`,
    })
    .meta({
      title: 'Address',
      description: 'In the notation of the protocol; an expression for a calculated tag.',
      fault: 'ADDR_SYNTAX',
    }),
  data_type: z
    .enum(DATA_TYPES, { error: ({ input }) => (typeof input === 'string' ? noDataTypeText(input) : undefined) })
    .optional()
    .meta({ title: 'Data type', description: 'May also stand in the address.' }),
  byte_order: z
    .enum([...BYTE_ORDERS, ...BYTE_ORDERS_64])
    .optional()
    .meta({ title: 'Byte order', fault: 'BYTE_ORDER' }),
  length: z
    .int()
    .min(1)
    .max(250)
    .optional()
    .meta({ title: 'Length', description: 'Characters of a string.', fault: 'TYPE_ADDR_MISMATCH' }),
  access: z
    .enum(['read', 'read_write'])
    .default('read')
    .meta({ title: 'Access', description: 'Read-only until made writable.' }),
  scale: finite.optional().meta({ title: 'Scale', description: 'value = raw · scale + offset' }),
  offset: finite.optional().meta({ title: 'Offset' }),
  scaling: z
    .enum(['linear', 'square_root'])
    .optional()
    .meta({
      title: 'Scaling by range',
      description: 'Linear unless given; square_root for the flow of a differential pressure.',
      titles: { linear: 'Linear', square_root: 'Square root' },
    }),
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
    .meta({ title: 'Unit', description: 'UCUM code or symbol.', examples: ['Cel', 'bar'], fault: 'UNIT' }),
  unit_from: z
    .string()
    .max(32)
    .optional()
    .meta({ title: 'Unit on the device', description: 'Converted into `unit`.', fault: 'UNIT' }),
  deadband: Deadband.optional(),
  poll_interval: PollInterval.optional().meta({
    title: 'Poll interval',
    description: 'The device’s unless given. Tags of the same interval are polled together.',
  }),
  adaptive_polling: PollBounds.optional().meta({
    title: 'Adaptive polling',
    description: 'Bounds of its own; a tag with an interval and without bounds keeps to its interval.',
  }),
  write_limits: WriteLimits.optional(),
  critical: z.boolean().optional().meta({
    title: 'Critical',
    description: 'A write asks for the name of the tag to be typed; commands over MQTT are refused.',
  }),
  quality_rules: z
    .array(QualityRule)
    .max(MAX_QUALITY_RULES)
    .optional()
    .meta({ title: 'Quality rules', description: 'When a reading is doubtful, and what is done then.' }),
  aggregates: z.array(Aggregate).max(AGGREGATE_WINDOWS.length).optional().meta({
    title: 'Aggregates',
    description: 'Windows over the points of the tag; each function is a tag of its own.',
  }),
  raw: z
    .enum(RAW_USES)
    .optional()
    .meta({
      title: 'Points of the tag itself',
      description:
        'both unless given: published and stored. history: stored only. none: shown only. Aggregates are always both.',
      titles: { both: 'Published and stored', history: 'Stored only', none: 'Shown only' },
    }),
  topic_suffix: TopicPart.optional().meta({ title: 'Topic suffix', description: 'The id unless given.' }),
  enum: z
    .record(
      z.string().regex(/^-?\d+$/, {
        error: (issue) => `“${String(issue.input)}” is not a whole number. Write the states as { "0": Off, "1": On }.`,
      }),
      z.string().max(64),
    )
    .optional()
    .meta({ title: 'State texts' }),
});
export type Tag = z.output<typeof Tag>;
