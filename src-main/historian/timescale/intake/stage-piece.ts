import pg, { type ClientBase } from 'pg';
import type { LaneKey } from './lane-mark.ts';
import { isoOf } from './put-aside.ts';

/** Rows of the session that are to be stored, in the columns of `samples`. */
export const STAGE = 'pg_temp.nexus_stage';
const COLUMNS = ['time', 'tag_id', 'epoch', 'value', 'value_str', 'quality', 'flags'] as const;

interface Outcome {
  readonly stored: number;
  readonly known: number;
  readonly aside: number;
}

/**
 * Stores the rows of the stage that are not there yet, and puts aside those that differ from what is stored under their
 * key. They are looked for first, by the key: of a repetition nearly all are there, and a look is cheaper than an INSERT
 * that is refused.
 *
 * @param rows of the stage. @param times µs since 1970 of the first and the last, so that few chunks are looked at.
 * @returns how many differ. @throws an error of SQLSTATE 40001 where another session stored some of them meanwhile.
 */
export async function storeStage(
  client: ClientBase,
  schema: string,
  key: LaneKey,
  seq: number,
  rows: number,
  times: readonly [number, number],
): Promise<number> {
  // The planner knows nothing of the stage, and would read whole chunks to find a few thousand keys in them.
  const [, , answer] = (await client.query(
    `SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; ${lookAndStore(schema, key, seq, times)};
     SET LOCAL enable_hashjoin TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT`,
  )) as unknown as readonly { readonly rows: readonly Outcome[] }[];
  const { stored, known, aside } = answer!.rows[0]!;
  if (stored + known === rows) return aside;
  const text = `${rows - stored - known} points were stored by another session at the same moment`;
  throw Object.assign(new Error(text), { code: '40001', severity: 'ERROR' });
}

function lookAndStore(
  schema: string,
  { projectUid, logId, lane }: LaneKey,
  seq: number,
  [fromUs, toUs]: readonly [number, number],
): string {
  const [project, log] = [projectUid, logId].map((text) => pg.escapeLiteral(text));
  const names = COLUMNS.join(', ');
  // By the bytes of a zero: 0 and -0 differ. Flags say only how a point came.
  return `WITH looked AS MATERIALIZED (
      SELECT ${COLUMNS.map((name) => `s.${name}`).join(', ')}, d.tag_id IS NOT NULL AS is_known,
        d.tag_id IS NOT NULL AND (s.value IS DISTINCT FROM d.value OR s.value_str IS DISTINCT FROM d.value_str
          OR s.quality <> d.quality OR (s.value = 0 AND float8send(s.value) <> float8send(d.value))) AS differs,
        coalesce(d.value_str, d.value::text, 'nothing') AS stored_text, d.quality AS stored_quality
      FROM ${STAGE} s LEFT JOIN ${schema}.samples d ON d.tag_id = s.tag_id AND d.time = s.time AND d.epoch = s.epoch
        AND d.time BETWEEN '${isoOf(fromUs) ?? '-infinity'}' AND '${isoOf(toUs) ?? 'infinity'}'
    ), stored AS (
      INSERT INTO ${schema}.samples (${names}) SELECT ${names} FROM looked WHERE NOT is_known
      ON CONFLICT DO NOTHING RETURNING 1
    ), aside AS (
      INSERT INTO ${schema}.quarantine (project_uid, log_id, lane, seq, tag_uid, ${names}, reason, detail)
      SELECT ${project}, ${log}, ${lane}, ${seq}, (SELECT tag_uid FROM ${schema}.tags t WHERE t.tag_id = l.tag_id),
        ${names}, 'conflict', format('stored is %s with quality %s', stored_text, stored_quality)
      FROM looked l WHERE differs RETURNING 1
    )
    SELECT (SELECT count(*) FROM stored)::int AS stored, (SELECT count(*) FROM aside)::int AS aside,
      (SELECT count(*) FROM looked WHERE is_known)::int AS known`;
}
