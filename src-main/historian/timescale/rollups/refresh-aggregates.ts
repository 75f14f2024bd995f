import type { ClientBase } from 'pg';
import type { Database } from '../link/database.ts';
import { merge } from './late-notes.ts';
import type { Stretch } from './stored-stretches.ts';
import { hourTime } from './work-out.ts';

const HOURS_A_DAY = 24;

/** Has continuous aggregates make the stretches anew, those of all tags at once; outside of a transaction. */
export async function refreshAggregates(
  client: ClientBase,
  { schema, extensionSchema }: Database,
  stretches: readonly Stretch[],
): Promise<void> {
  for (const { fromHour, toHour } of merge(stretches.map((stretch) => ({ ...stretch, tagId: 0 })))) {
    const day = [Math.floor(fromHour / HOURS_A_DAY) * HOURS_A_DAY, Math.ceil(toHour / HOURS_A_DAY) * HOURS_A_DAY];
    for (const [table, from, to] of [
      ['samples_1min', fromHour, toHour],
      ['samples_1hour', fromHour, toHour],
      ['samples_1day', ...day],
    ])
      await client.query(
        `CALL ${extensionSchema}.refresh_continuous_aggregate('${`${schema}.${table}`.replaceAll("'", "''")}',
           ${hourTime(String(from))}, ${hourTime(String(to))})`,
      );
  }
}
