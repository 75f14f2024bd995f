/* Asks the historian for buckets, as the trend page does. */

import { startLogAndHistorian, TEST_PROJECT } from '../../src-main/historian/log-and-historian.ts';
import type { BucketSeries } from '../../src-shared/domain/series.ts';
import { contestantInput, finish } from '../contestant.ts';
import { deviceUid, tagUid } from './point-source.ts';
import { PENS, type QueryOrder, type QueryWork } from './query-order.ts';
import { timed } from './timed.ts';

const { folder, source, url, repeats, buckets, penBuckets } = contestantInput<QueryOrder>();
const { historian } = await startLogAndHistorian(folder, url === undefined ? {} : { historian: { database: { url } } });
const tags = source.devices * source.tagsPerDevice;
const toUs = source.startUs + source.steps * source.stepSeconds * 1e6;

async function ask(tag: number, count: number): Promise<BucketSeries> {
  const number = tag % tags;
  const { series } = await historian.series({
    projectUid: TEST_PROJECT,
    tagUid: tagUid(number),
    deviceUid: deviceUid(Math.floor(number / source.tagsPerDevice)),
    fromUs: source.startUs,
    toUs,
    buckets: count,
  });
  if (series.kind !== 'buckets') throw new Error('The historian answered no buckets');
  return series;
}

let counted = 0;
const oneTagMs = await timed(repeats, async (n) => {
  const { count } = await ask(n, buckets);
  counted = count.reduce((sum, points) => sum + points, 0);
});
const eightPensMs = await timed(repeats, (n) =>
  Promise.all(Array.from({ length: PENS }, (_, pen) => ask(n + pen, penBuckets))),
);
finish({ oneTagMs, eightPensMs, counted } satisfies QueryWork);
