import { describe, expect, it } from 'vitest';
import type { Aggregate } from '../../../src-shared/contract/history-question.ts';
import type { HistorySource } from '../../../src-shared/domain/bucket-width.ts';
import type { AskedTags } from './asked-tags.ts';
import { questionSql } from './question-sql.ts';

const view = {
  device: 'b',
  tag: 't',
  name: 't',
  topic: "a/b/t's",
  unit: '',
  dataType: 'float64',
  euLow: null,
  euHigh: null,
  states: {},
};
const tag = { stored: { uid: 'u', device: { uid: 'd' } }, view };
const asked: AskedTags = { tags: [tag], unmatched: [], condition: undefined };
const range = { fromUs: Date.UTC(2026, 1, 3) * 1_000, toUs: Date.UTC(2026, 1, 4) * 1_000 };
const question = { quality: 'usable', limit: 2_000_000 } as const;
const sql = (aggregates: Aggregate[], widthUs: number, source: HistorySource, tags = asked): string =>
  questionSql({ ...question, aggregates }, tags, range, widthUs, source, 'nexus');

describe('a question as SQL', () => {
  it('reads the averages that are its buckets as they are', () => {
    expect(sql(['avg', 'min'], 60e6, '1-min')).toBe(
      `-- Source: averages of a minute (kept as long as the points).
SELECT time, topic, "avg", "min"
FROM nexus.metrics_1min
WHERE topic IN ('a/b/t''s')
  AND time >= '2026-02-03T00:00:00.000000Z' AND time < '2026-02-04T00:00:00.000000Z'
ORDER BY topic, time`,
    );
  });

  it('makes wider buckets of narrower averages, weighed by their samples', () => {
    const text = sql(['avg', 'last'], 10 * 60e6, '1-min');
    expect(text).toContain(`date_bin('10 minutes', time, '1970-01-01Z') AS time`);
    expect(text).toContain('sum(avg * count) / sum(count) AS "avg"');
    expect(text).toContain('GROUP BY 1, 2');
  });

  it('reads points where it must, without the Bad ones', () => {
    expect(sql(['std'], 10e6, 'raw')).toMatch(/stddev_samp\(value\).*FROM nexus\.metrics\n.*AND quality >= 64/s);
    expect(sql(['avg'], 0, 'raw')).toContain('SELECT time, topic, value, status');
  });

  it('names the schema of the project, also one that is a word of SQL', () => {
    const inSchema = (schema: string | undefined): string =>
      questionSql({ ...question, aggregates: ['avg'] }, asked, range, 60e6, '1-min', schema);
    expect(inSchema('order')).toContain('FROM "order".metrics_1min\n');
    expect(inSchema('order')).not.toContain('embedded');
  });

  it('says in its first line that an embedded file has no SQL for others', () => {
    const text = questionSql({ ...question, aggregates: ['avg'] }, asked, range, 60e6, '1-min', undefined);
    expect(text.split('\n')[0]).toBe(
      '-- The embedded file of this project has no SQL for others: this is the query for a database (historian.database).',
    );
    expect(text).toContain('FROM nexus.metrics_1min\n');
  });

  it('says what the gateway does itself', () => {
    const condition = { tag: 'b/t', operator: '>', value: 1, of: tag } as const;
    const text = sql(['twa', 'state'], 60e6, 'raw', { ...asked, condition });
    expect(text).toContain('-- Time-weighted average and Time in state: computed by the gateway from the points.');
    expect(text).toContain('-- Only when b/t > 1: applied by the gateway');
  });
});
