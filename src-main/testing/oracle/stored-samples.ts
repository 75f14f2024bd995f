import type { PostgresProcess } from '../postgres-process.ts';
import type { ServiceProcess } from '../service-process.ts';
import type { SpanUs } from './judge-samples.ts';
import { SampleTrack } from './sample-track.ts';

export interface StoredTag {
  readonly stored: SampleTrack;
  readonly gaps: readonly SpanUs[];
}

interface History {
  readonly rows: readonly { readonly timestamp: string; readonly value: number | null }[];
  readonly gaps: readonly SpanUs[];
}

/**
 * What the service answers when it is asked for the history of the last two hours.
 *
 * @param order `by number` where the clock was set back meanwhile: rows by time are then not in the order of the samples.
 */
export async function storedSamples(
  service: ServiceProcess,
  topic: string,
  tag: number,
  order: 'by time' | 'by number' = 'by time',
): Promise<StoredTag> {
  const { rows, gaps } = await service.get<History>(`/api/v1/history?topic=${topic}&from=now-2h&to=now`);
  const stored = new SampleTrack(tag);
  // Points without a value are stamped by the gateway, one microsecond apart at least: the text may be too coarse.
  const inOrder = order === 'by time' ? rows : rows.toSorted((a, b) => (a.value ?? -1) - (b.value ?? -1));
  for (const [index, { value }] of inOrder.entries()) stored.see(value, index);
  return { stored, gaps };
}

/** What the database itself says, by topic. */
export async function rowsInDatabase(postgres: PostgresProcess, database: string): Promise<Map<string, SampleTrack>> {
  const rows = await postgres.sql(
    `SELECT t.topic, array_to_string(array_agg(coalesce(s.value, -1)::bigint ORDER BY s.time, s.epoch), ' ')
     FROM nexus.samples s JOIN nexus.tags t USING (tag_id) GROUP BY t.topic`,
    database,
  );
  return new Map(
    rows.map(([topic, values]) => {
      const track = new SampleTrack(Number(topic!.slice(topic!.lastIndexOf('/t') + 2)));
      for (const [index, value] of values!.split(' ').entries())
        track.see(value === '-1' ? null : Number(value), index);
      return [topic!, track] as const;
    }),
  );
}
