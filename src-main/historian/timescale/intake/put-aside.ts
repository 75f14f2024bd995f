import pg, { type ClientBase } from 'pg';
import type { PutAside } from './batch-order.ts';
import { cellText, KIND_BITS, KIND_SHIFT } from './copy-rows.ts';
import type { LaneBatch } from './lane-batch.ts';
import type { LaneKey } from './lane-mark.ts';
import type { TagIds } from './tag-ids.ts';

/** PostgreSQL keeps no character of number 0 in a text: its picture stands for it. */
const NUL = /\0/g;
const NUL_PICTURE = '␀';

/** Writes rows of a batch into the quarantine; inside the transaction that stores the rest of it. */
export async function putAside(
  client: ClientBase,
  schema: string,
  key: LaneKey,
  batch: LaneBatch,
  tags: TagIds,
  rows: readonly PutAside[],
): Promise<void> {
  const content = rows.map(({ row, reason, detail }) => {
    const cell = batch.cells.get(row);
    const slot = batch.slot[row]!;
    return {
      seq: batch.seqOf(row),
      tag_uid: tags.uidOf(slot) ?? null,
      tag_id: tags.ids[slot] ?? null,
      time: isoOf(batch.timeUs[row]!),
      epoch: batch.epoch[row]!,
      // Texts, because JSON has neither NaN nor infinity.
      value: Number.isNaN(batch.value[row]!) ? null : String(batch.value[row]!),
      value_str: cell ? cellText(cell).replaceAll(NUL, NUL_PICTURE) : null,
      quality: batch.status[row]! | 0,
      flags: ((cell ? KIND_BITS[cell.kind] : 0) << KIND_SHIFT) | batch.flags[row]!,
      reason,
      detail: detail?.replaceAll(NUL, NUL_PICTURE) ?? null,
    };
  });
  const columns = 'seq, tag_uid, tag_id, time, epoch, value, value_str, quality, flags, reason, detail';
  const sql = `INSERT INTO ${schema}.quarantine (project_uid, log_id, lane, ${columns})
    SELECT $1, $2, $3, ${columns} FROM json_to_recordset($4) AS r(seq bigint, tag_uid text, tag_id int,
      time timestamptz, epoch int, value float8, value_str text, quality int, flags smallint, reason text, detail text)`;
  await client.query(sql, [key.projectUid, key.logId, key.lane, JSON.stringify(content)]);
}

/**
 * A statement that puts the rows of the stage aside that differ from those stored under their key.
 * @param times of the first and the last row, so that only the chunks between them are looked at.
 */
export function putConflictsAside(
  schema: string,
  stage: string,
  { projectUid, logId, lane }: LaneKey,
  seq: number,
  [fromUs, toUs]: readonly [number, number],
): string {
  const [project, log] = [projectUid, logId].map((text) => pg.escapeLiteral(text));
  const columns = 'time, epoch, value, value_str, quality, flags';
  // By the bytes of the number: 0 and -0 differ, and flags say only how a point came.
  return `INSERT INTO ${schema}.quarantine (project_uid, log_id, lane, seq, tag_uid, tag_id, ${columns}, reason, detail)
    SELECT ${project}, ${log}, ${lane}, ${seq}, t.tag_uid, s.tag_id,
      ${columns.replaceAll(/\b(?=\w)/g, 's.')}, 'conflict',
      format('stored is %s with quality %s', coalesce(d.value_str, d.value::text, 'nothing'), d.quality)
    FROM ${stage} s JOIN ${schema}.samples d USING (tag_id, time, epoch) LEFT JOIN ${schema}.tags t USING (tag_id)
    WHERE d.time BETWEEN '${isoOf(fromUs) ?? '-infinity'}' AND '${isoOf(toUs) ?? 'infinity'}'
      AND (float8send(s.value), s.value_str, s.quality) IS DISTINCT FROM (float8send(d.value), d.value_str, d.quality)`;
}

/** With the µs; null for what is no time of the common era. */
function isoOf(us: number): string | null {
  const rounded = Math.round(us);
  const date = new Date(Math.floor(rounded / 1e6) * 1e3);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9_999)) return null;
  const fraction = String(((rounded % 1e6) + 1e6) % 1e6).padStart(6, '0');
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}
