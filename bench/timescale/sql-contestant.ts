/* Asks the same questions in SQL by hand, as a dashboard would: buckets over the points, last values tag by tag. */
import pg from 'pg';
import { contestantInput, finish } from '../contestant.ts';
import { PENS, type QueryOrder, type QueryWork } from '../history/query-order.ts';
import { timed } from '../history/timed.ts';

const { source, url, repeats, buckets, penBuckets } = contestantInput<QueryOrder>();
const pool = new pg.Pool({ connectionString: url, max: PENS });
const tags = source.devices * source.tagsPerDevice;
const spanUs = source.steps * source.stepSeconds * 1e6;
const time = (us: number): string => new Date(us / 1_000).toISOString();
const [from, to] = [time(source.startUs), time(source.startUs + spanUs)];
const { rows: ids } = await pool.query<{ tag_id: number }>('SELECT tag_id FROM nexus.tags ORDER BY tag_uid');

async function ask(tag: number, count: number): Promise<number> {
  const text = `SELECT date_bin($1 * interval '1 second', time, $2::timestamptz) AS bucket, min(value), max(value),
      avg(value), count(*) FROM nexus.samples WHERE tag_id = $3 AND time >= $2::timestamptz AND time < $4::timestamptz
    GROUP BY 1 ORDER BY 1`;
  const seconds = Math.ceil(spanUs / 1e6 / count);
  const { rows } = await pool.query<{ count: string }>(text, [seconds, from, ids[tag % tags]!.tag_id, to]);
  return rows.reduce((sum, row) => sum + Number(row.count), 0);
}

let counted = 0;
const oneTagMs = await timed(repeats, async (n) => {
  counted = await ask(n, buckets);
});
const eightPensMs = await timed(repeats, (n) =>
  Promise.all(Array.from({ length: PENS }, (_, pen) => ask(n + pen, penBuckets))),
);
finish({ oneTagMs, eightPensMs, counted } satisfies QueryWork);
