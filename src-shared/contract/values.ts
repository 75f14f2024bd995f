import { z } from 'zod';
import { method } from './define.ts';

/** One value as REST gives it (SPEC G). `value` is null where the quality is bad or the value is not a number. */
export const ValueRow = z.object({
  /** `remote`: of another gateway, whose device is named by its place in the namespace. */
  source: z.enum(['local', 'remote']),
  device_id: z.string(),
  tag_id: z.string(),
  topic: z.string(),
  value: z.union([z.number(), z.string(), z.null()]),
  /** Classic number: 192 good, 64 uncertain, 0 bad, and sub-codes. */
  quality: z.number(),
  status: z.string(),
  timestamp: z.iso.datetime().nullable(),
  unit: z.string(),
});
export type ValueRow = z.output<typeof ValueRow>;

export const values = {
  ofDevice: method({
    doc: 'The last values of a device.',
    role: 'viewer',
    rest: { method: 'GET', path: '/devices/{device}/values' },
    input: z.object({ device: z.string() }),
    output: z.array(ValueRow),
  }),
  byTopic: method({
    doc: 'The last values of the tags whose topic matches; `+` and `#` as in MQTT. All of them without a topic.',
    role: 'viewer',
    rest: { method: 'GET', path: '/values' },
    input: z.object({ topic: z.string().max(1_024).optional() }),
    output: z.array(ValueRow),
  }),
  /**
   * Sets what this connection is sent as live frames: at once the last value of each, then what changed, at most
   * every 50 ms. An empty list ends it. Replaces the list before.
   */
  watch: method({
    doc: 'Chooses the tags whose values this connection receives as binary frames.',
    role: 'viewer',
    input: z.object({ tags: z.array(z.int().nonnegative()).max(10_000) }),
    output: z.object({ watching: z.number() }),
  }),
};
