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
const sql = (aggregates: Aggregate[], widthUs: number, source: HistorySource, tags = asked): string =>
  questionSql({ aggregates, quality: 'usable', limit: 2_000_000 }, tags, range, widthUs, source);

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

  it('says what the gateway does itself', () => {
    const condition = { tag: 'b/t', operator: '>', value: 1, of: tag } as const;
    const text = sql(['twa', 'state'], 60e6, 'raw', { ...asked, condition });
    expect(text).toContain('-- Time-weighted average and Time in state: computed by the gateway from the points.');
    expect(text).toContain('-- Only when b/t > 1: applied by the gateway');
  });
});
