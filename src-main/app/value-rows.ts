import type { ValueRow } from '../../src-shared/contract/values.ts';
import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { classicQuality, statusName } from '../../src-shared/domain/quality.ts';
import { unitSymbol } from '../../src-shared/domain/units.ts';
import type { LastValues } from '../live/last-values.ts';
import type { TagEntry } from './tag-directory.ts';

/** ISO 8601 in UTC with microseconds: 2026-02-03T08:00:00.123456Z. */
export function isoTime(us: number): string {
  const ms = Math.floor(us / 1_000);
  const rest = String(Math.floor(us - ms * 1_000)).padStart(3, '0');
  return new Date(ms).toISOString().replace('Z', `${rest}Z`);
}

/** A value as JSON can carry it: integers beyond 2^53 and bytes as text, NaN and infinities as null. */
export function jsonValue(value: number, cell: TypedCell | undefined): number | string | null {
  if (cell?.kind === 'bytes') return Buffer.from(cell.value).toString('base64');
  if (cell) return String(cell.value);
  return Number.isFinite(value) ? value : null;
}

/** The last value of a tag as a REST row. */
export function valueRow(entry: TagEntry, last: LastValues): ValueRow {
  const { timeUs, value, status, cell } = last.get(entry.number);
  return {
    device_id: entry.device.device.id,
    tag_id: entry.tag.id,
    topic: entry.topic,
    value: jsonValue(value, cell),
    quality: classicQuality(status),
    status: statusName(status),
    timestamp: timeUs > 0 ? isoTime(timeUs) : null,
    unit: entry.tag.unit === undefined ? '' : unitSymbol(entry.tag.unit),
  };
}
