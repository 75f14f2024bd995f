import type { ValueRow } from '../../../src-shared/contract/values.ts';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, statusName } from '../../../src-shared/domain/quality.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { LastValues } from '../../live/last-values.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
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
export function valueRow({ number, topic, tag, device }: TagEntry, last: LastValues): ValueRow {
  const unit = tag.unit === undefined ? '' : unitSymbol(tag.unit);
  return { source: 'local', device_id: device.device.id, tag_id: tag.id, topic, ...latest(number, last), unit };
}

/** The same of a tag of another gateway: its device is named by its place in the namespace. */
export function remoteValueRow({ number, topic, tag, unit, device }: RemoteTag, last: LastValues): ValueRow {
  return { source: 'remote', device_id: device.path, tag_id: tag, topic, ...latest(number, last), unit };
}

function latest(number: number, last: LastValues): Pick<ValueRow, 'value' | 'quality' | 'status' | 'timestamp'> {
  const { timeUs, value, status, cell } = last.get(number);
  return {
    value: jsonValue(value, cell),
    quality: classicQuality(status),
    status: statusName(status),
    timestamp: timeUs > 0 ? isoTime(timeUs) : null,
  };
}
