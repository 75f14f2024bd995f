import { z } from 'zod';
import { QualityRule } from '../../../src-shared/domain/quality-rule.ts';

/** A quality rule for every tag of numbers whose topic matches. */
export const TopicQualityRule = QualityRule.extend({
  topic: z
    .string()
    .min(1)
    .max(512)
    .meta({
      title: 'Topic',
      description: 'With + for one level and # for all that follow.',
      examples: ['acme/plant1/#'],
    }),
});
export type TopicQualityRule = z.output<typeof TopicQualityRule>;
