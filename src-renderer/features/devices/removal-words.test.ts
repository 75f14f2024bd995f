import { expect, it } from 'vitest';
import { removalLines } from './removal-words.ts';

it('says what goes with a device and which documents are left without values', () => {
  expect(
    removalLines({
      tags: 64,
      rules: 1,
      trends: [{ name: 'Boiler', rows: 2 }],
      watches: [{ name: 'Tour', rows: 1 }],
      checks: [],
    }),
  ).toEqual([
    '64 tags and 1 quality rule go with it.',
    'Trend “Boiler”: 2 pens without values.',
    'Watch table “Tour”: 1 row without values.',
  ]);
  expect(removalLines({ tags: 0, rules: 0, trends: [], watches: [], checks: [] })).toEqual([]);
});
