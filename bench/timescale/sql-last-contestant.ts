/* Asks for the last value of every tag in one statement by hand, which finds each by the key. */
import pg from 'pg';
import { contestantInput, finish } from '../contestant.ts';
import type { LastOrder, LastWork } from '../history/last-order.ts';
import { timed } from '../history/timed.ts';

const { url, repeats } = contestantInput<LastOrder>();
const startedMs = performance.now();
const client = new pg.Client(url);
await client.connect();
await client.query('SELECT 1');
const openedMs = performance.now() - startedMs;
let found = 0;
const lastMs = await timed(repeats, async () => {
  const { rows } = await client.query(`SELECT t.tag_uid, s.time, s.value, s.quality FROM nexus.tags t
    CROSS JOIN LATERAL (SELECT time, value, quality FROM nexus.samples WHERE tag_id = t.tag_id
      ORDER BY time DESC LIMIT 1) s`);
  found = rows.length;
});
finish({ openedMs, lastMs, found } satisfies LastWork);
