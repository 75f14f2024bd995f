/* Asks the plain table for the same buckets in SQL. */
import { contestantInput, finish } from '../contestant.ts';
import { openPlainTable } from './plain-table.ts';
import { PENS, type QueryOrder, type QueryWork } from './query-order.ts';
import { timed } from './timed.ts';

const { folder, source, repeats, buckets, penBuckets } = contestantInput<QueryOrder>();
const database = openPlainTable(folder);
const tags = source.devices * source.tagsPerDevice;
const toUs = source.startUs + source.steps * source.stepSeconds * 1e6;
const statement = database.prepare(`SELECT (time - ?1) / ?2 AS bucket, min(value) AS min, max(value) AS max,
  avg(value) AS avg, count(*) AS count FROM samples WHERE tag = ?3 AND time >= ?1 AND time < ?4 GROUP BY bucket`);

interface Row {
  readonly count: number;
}

function ask(tag: number, count: number): Row[] {
  const widthUs = Math.ceil((toUs - source.startUs) / count);
  return statement.all(source.startUs, widthUs, tag % tags, toUs) as unknown as Row[];
}

let counted = 0;
const oneTagMs = await timed(repeats, (n) => {
  counted = ask(n, buckets).reduce((sum, { count }) => sum + count, 0);
});
const eightPensMs = await timed(repeats, (n) => {
  for (let pen = 0; pen < PENS; pen++) ask(n + pen, penBuckets);
});
finish({ oneTagMs, eightPensMs, counted } satisfies QueryWork);
