import type { Gap } from '../../../../src-shared/domain/series.ts';
import type { TimeRange } from '../../query.ts';
import { HOUR_US } from '../../split-columns.ts';
import { readPgTime, timeParameter } from '../link/pg-time.ts';
import type { Asker } from './asker.ts';

/** What is asked of. */
export interface ViewedRange extends TimeRange {
  readonly projectUid: string;
  readonly tagUid: string;
}

/** What the database knows of one tag in a range, besides its points. */
export interface TagView {
  /** Undefined for a tag that has no row. */
  readonly tagId: number | undefined;
  /** Stretches of which the rollups do not know everything; what lies above the line is one of them. */
  readonly unsettled: readonly { readonly startUs: number; readonly endUs: number }[];
  /** Before these times points and hours may be gone. */
  readonly rawFromUs: number;
  readonly hourFromUs: number;
}

const NEVER = Number.NEGATIVE_INFINITY;

interface ViewRow {
  readonly tag_id: number | null;
  readonly line: Buffer | null;
  readonly raw_from: Buffer | null;
  readonly hour_from: Buffer | null;
  /** Hours since 1970. */
  readonly invalid: readonly (readonly [number, number])[] | null;
  readonly late: readonly (readonly [number, number])[] | null;
}

/** @param schema quoted */
export async function viewOf(client: Asker, schema: string, asked: ViewedRange): Promise<TagView> {
  const state = (name: string): string =>
    `(SELECT timestamptz_send(at) FROM ${schema}.upkeep_state WHERE name = '${name}')`;
  const [from, to] = [asked.fromUs, asked.toUs].map((us) => Math.floor(us / HOUR_US));
  const { rows } = await client.query<ViewRow>(
    `WITH tag AS (SELECT tag_id FROM ${schema}.tags WHERE project_uid = $1 AND tag_uid = $2)
     SELECT (SELECT tag_id FROM tag), ${state('line')} AS line, ${state('raw_from')} AS raw_from,
       ${state('hour_from')} AS hour_from,
       (SELECT json_agg(json_build_array(from_hour, to_hour)) FROM ${schema}.rollup_invalid
        WHERE tag_id = (SELECT tag_id FROM tag) AND from_hour <= $4 AND to_hour > $3) AS invalid,
       (SELECT json_agg(DISTINCT jsonb_build_array(floor(extract(epoch FROM from_time) / 3600)::int,
          ceil(extract(epoch FROM to_time) / 3600)::int)) FROM ${schema}.rollup_late
        WHERE from_time < $6 AND to_time > $5) AS late`,
    [asked.projectUid, asked.tagUid, from, to, timeParameter(asked.fromUs), timeParameter(asked.toUs)],
  );
  const row = rows[0]!;
  const us = (at: Buffer | null): number => (at ? readPgTime(at, 0) : NEVER);
  const hours = [...(row.invalid ?? []), ...(row.late ?? [])];
  return {
    tagId: row.tag_id ?? undefined,
    unsettled: [
      ...hours.map(([fromHour, toHour]) => ({ startUs: fromHour * HOUR_US, endUs: toHour * HOUR_US - 1 })),
      { startUs: us(row.line), endUs: Number.MAX_SAFE_INTEGER },
    ],
    rawFromUs: us(row.raw_from),
    hourFromUs: us(row.hour_from),
  };
}

/** The gaps that touch a range, of the device and of all devices. */
export async function gapsOf(
  client: Asker,
  schema: string,
  { projectUid, deviceUid, fromUs, toUs }: TimeRange & { readonly projectUid: string; readonly deviceUid: string },
): Promise<Gap[]> {
  const { rows } = await client.query<{ from_us: string; to_us: string; reason: Gap['reason'] }>(
    `SELECT from_us, to_us, reason FROM ${schema}.gaps
     WHERE project_uid = $1 AND device_uid IN ('', $2) AND to_us > $3 AND from_us < $4`,
    [projectUid, deviceUid, Math.floor(fromUs), Math.ceil(toUs)],
  );
  return rows.map((row) => ({ fromUs: Number(row.from_us), toUs: Number(row.to_us), reason: row.reason }));
}
