/* Asks the plain table for the last value of every tag: one prepared statement for each, which finds it by the key. */
import { contestantInput, finish } from '../contestant.ts';
import type { LastOrder, LastWork } from './last-order.ts';
import { openPlainTable } from './plain-table.ts';
import { timed } from './timed.ts';

const { folder, source, repeats } = contestantInput<LastOrder>();
const startedMs = performance.now();
const database = openPlainTable(folder);
const statement = database.prepare('SELECT time, value, status FROM samples WHERE tag = ? ORDER BY time DESC LIMIT 1');
statement.get(0);
const openedMs = performance.now() - startedMs;
const tags = source.devices * source.tagsPerDevice;
let found = 0;
const lastMs = await timed(repeats, () => {
  found = 0;
  for (let tag = 0; tag < tags; tag++) if (statement.get(tag)) found++;
});
finish({ openedMs, lastMs, found } satisfies LastWork);
