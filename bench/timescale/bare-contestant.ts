/* Sends the same batches by COPY BINARY in the shortest loop: a connection for each lane, a transaction for each batch. */
import pg from 'pg';
import { LANES } from '../../src-main/log/lane.ts';
import { contestantInput, finish } from '../contestant.ts';
import { pointsOf } from '../history/point-source.ts';
import { startMeter } from '../meter.ts';
import { type BareBatch, bareBatches } from './bare-batches.ts';
import { copyIn, encodeRows } from './bare-copy.ts';
import { BARE_TABLE } from './bare-table.ts';
import type { BareOrder, CopyWork } from './copy-order.ts';

const { url, source, way } = contestantInput<BareOrder>();
const lanes: BareBatch[][] = Array.from({ length: LANES }, () => []);
for (const batch of bareBatches(source)) lanes[batch.lane]!.push(batch);
const clients = await Promise.all(
  lanes.map(async () => {
    const client = new pg.Client(url);
    await client.connect();
    return client;
  }),
);
if (way === 'copy') await clients[0]!.query(BARE_TABLE);
else for (const client of clients) await client.query('CREATE TEMP TABLE stage (LIKE samples) ON COMMIT DELETE ROWS');

async function send(client: pg.Client, batch: BareBatch): Promise<void> {
  const bytes = encodeRows(batch);
  if (way === 'copy') return copyIn(client, 'COPY samples FROM STDIN (FORMAT binary)', bytes);
  await client.query('BEGIN');
  await copyIn(client, 'COPY stage FROM STDIN (FORMAT binary)', bytes);
  await client.query('INSERT INTO samples SELECT * FROM stage ON CONFLICT DO NOTHING');
  await client.query('COMMIT');
}

const read = startMeter();
await Promise.all(
  clients.map(async (client, lane) => {
    for (const batch of lanes[lane]!) await send(client, batch);
  }),
);
finish({ points: pointsOf(source), ...read() } satisfies CopyWork);
