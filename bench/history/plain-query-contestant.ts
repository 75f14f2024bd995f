/* Asks the plain table for the same buckets in SQL. */
import { contestantInput, finish } from '../contestant.ts';
import { openPlainTable } from './plain-table.ts';
import { PENS, type QueryOrder, type QueryWork } from './query-order.ts';

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

function timed(query: (n: number) => void): number[] {
  const times: number[] = [];
  for (let n = 0; n <= repeats; n++) {
    const startedMs = performance.now();
    query(n);
    times.push(performance.now() - startedMs);
  }
  return times.slice(1);
}

let counted = 0;
const oneTagMs = timed((n) => {
  counted = ask(n, buckets).reduce((sum, { count }) => sum + count, 0);
});
const eightPensMs = timed((n) => {
  for (let pen = 0; pen < PENS; pen++) ask(n + pen, penBuckets);
});
finish({ oneTagMs, eightPensMs, counted } satisfies QueryWork);
