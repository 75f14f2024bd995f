import { z } from 'zod';
import { QualityRule } from '../domain/quality-rule.ts';
import { method } from './define.ts';

/** A quality rule as it runs. */
export const RuleView = z.object({
  /** Names it in `hits` of the same revision: `topic/0`, `tag/boiler-1/steam_p/0`. */
  key: z.string(),
  /** The tag that it is a rule of; null for a rule of a topic. */
  tag: z
    .object({ device: z.string(), id: z.string(), name: z.string(), unit: z.string(), topic: z.string() })
    .nullable(),
  /** What a topic has to match, in `nexus.yaml`; null for a rule of a tag. */
  topic: z.string().nullable(),
  rule: QualityRule,
  /** How many tags it judges. */
  tags: z.number(),
});
export type RuleView = z.output<typeof RuleView>;

/** The last reading that a rule found fault with. */
const RuleHit = z.object({
  device: z.string(),
  tag: z.string(),
  /** For people. */
  name: z.string(),
  /** In engineering units; null where it was no number. */
  value: z.number().nullable(),
  /** Symbol for screens. */
  unit: z.string(),
  timeUs: z.number(),
});
export type RuleHit = z.output<typeof RuleHit>;

/** A tag that a topic matches. */
const MatchedTag = z.object({
  device: z.string(),
  tag: z.string(),
  name: z.string(),
  topic: z.string(),
  hits: z.number(),
});
export type MatchedTag = z.output<typeof MatchedTag>;

/** The quality rules of the project. They are changed where they stand: `settings` for those of topics, `config` for those of tags. */
export const rules = {
  list: method({
    doc: 'The quality rules of all tags, and those of topics with how many tags they judge.',
    permission: 'read',
    rest: { method: 'GET', path: '/quality-rules' },
    input: z.object({}),
    output: z.object({ revision: z.number(), rules: z.array(RuleView) }),
  }),
  hits: method({
    doc: 'What quality rules found since their devices were started, by `key` of the rule. Rules that found nothing are left out.',
    permission: 'read',
    rest: { method: 'GET', path: '/quality-rules/hits' },
    input: z.object({}),
    output: z.object({
      hits: z.array(z.object({ key: z.string(), hits: z.number(), last: RuleHit })),
    }),
  }),
  tags: method({
    doc: 'The number tags that a topic with + and # matches: those with hits first, and no more than 500. `rule`: the place of the applied rule whose hits are told.',
    permission: 'read',
    rest: { method: 'GET', path: '/quality-rules/tags' },
    input: z.object({ topic: z.string().max(512), rule: z.coerce.number().int().min(0).optional() }),
    output: z.object({ total: z.number(), tags: z.array(MatchedTag) }),
  }),
};
