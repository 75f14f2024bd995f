/* Takes what waits in a log into the database, as the engine does. How far it is, the marks in the database say. */
import pg from 'pg';
import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from '../publish/drain-meter.ts';
import type { DrainOrder } from './copy-order.ts';

const LOOK_MS = 25;

const { folder, url, stored, points } = contestantInput<DrainOrder>();
const client = new pg.Client(url);
await client.connect();
const meter = new DrainMeter();
await startLogAndHistorian(folder, { historian: { database: { url } } });
for (let done = 0; done < points; ) {
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const { rows } = await client
    .query<{ sum: string }>('SELECT coalesce(sum(stored_points), 0) AS sum FROM nexus.ingest_marks')
    .catch(() => ({ rows: [] }));
  done = Number(rows[0]?.sum ?? stored) - stored;
  meter.look(done);
}
finish(meter.result());
