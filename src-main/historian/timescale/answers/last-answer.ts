import type { LastAnswer, LastQuery } from '../../store.ts';
import { PG_EPOCH_US } from '../link/pg-time.ts';
import type { Asker } from './asker.ts';

interface LastRow {
  readonly place: string;
  /** µs since 2000. */
  readonly us: string;
  readonly value: number | null;
  readonly quality: number;
}

/**
 * The latest point of each tag, by one look into the key for each. Of a tag whose clock was set back it is that of its
 * latest epoch; where no point is left, the last value of its last day.
 */
export async function lastAnswer(
  client: Asker,
  schema: string,
  { projectUid, tagUids }: LastQuery,
): Promise<LastAnswer> {
  const answer: LastAnswer = {
    timeUs: new Float64Array(tagUids.length).fill(Number.NaN),
    value: new Float64Array(tagUids.length).fill(Number.NaN),
    status: new Uint32Array(tagUids.length),
  };
  const { rows } = await client.query<LastRow>(
    `SELECT a.place, (extract(epoch FROM p.time) * 1000000)::bigint - ${PG_EPOCH_US} AS us, p.value, p.quality
     FROM unnest($2::text[]) WITH ORDINALITY AS a (uid, place)
     JOIN ${schema}.tags t ON t.project_uid = $1 AND t.tag_uid = a.uid
     LEFT JOIN ${schema}.tag_epochs e ON e.tag_id = t.tag_id
     CROSS JOIN LATERAL (
       SELECT s.time, s.value, s.quality FROM ${schema}.samples s
       WHERE s.tag_id = t.tag_id AND s.epoch = coalesce(e.epoch, 0) ORDER BY s.time DESC LIMIT 1) p`,
    [projectUid, tagUids],
  );
  const fill = ({ place, us, value, quality }: LastRow): void => {
    const row = Number(place) - 1;
    answer.timeUs[row] = Number(us) + PG_EPOCH_US;
    answer.value[row] = value ?? Number.NaN;
    answer.status[row] = quality >>> 0;
  };
  rows.forEach(fill);
  if (rows.length === tagUids.length) return answer;
  const left = tagUids.map((uid, row) => (Number.isNaN(answer.timeUs[row]!) ? uid : ''));
  const older = await client.query<LastRow>(
    `SELECT a.place, (extract(epoch FROM p.last_time) * 1000000)::bigint - ${PG_EPOCH_US} AS us, p.last AS value, 0 AS quality
     FROM unnest($2::text[]) WITH ORDINALITY AS a (uid, place)
     JOIN ${schema}.tags t ON t.project_uid = $1 AND t.tag_uid = a.uid
     CROSS JOIN LATERAL (
       SELECT d.last, d.last_time FROM ${schema}.cells_1day d
       WHERE d.tag_id = t.tag_id AND d.count > 0 ORDER BY d.time DESC, d.epoch DESC LIMIT 1) p`,
    [projectUid, left],
  );
  older.rows.forEach(fill);
  return answer;
}
