import type { ClientBase } from 'pg';
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

/** With the µs; null for what is no time of the common era. */
export function isoOf(us: number): string | null {
  const rounded = Math.round(us);
  const date = new Date(Math.floor(rounded / 1e6) * 1e3);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9_999)) return null;
  const fraction = String(((rounded % 1e6) + 1e6) % 1e6).padStart(6, '0');
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}
