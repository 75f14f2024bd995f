import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { encodeSeriesFrame } from '../../../src-shared/contract/data-plane.ts';
import { POINT_FLAG, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality } from '../../../src-shared/domain/quality.ts';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { parseQueryTime } from '../query-time.ts';
import { isoTime } from '../value-rows.ts';

/** REST answers rows of objects: above this a caller is pointed to buckets. */
const MAX_REST_ROWS = 100_000;

type Aggregate = 'avg' | 'min' | 'max' | 'first' | 'last' | 'count';

export function historyHandlers(parts: EngineParts): NexusHandlers<Call>['history'] {
  return {
    async read({ topic, from, to, buckets, aggregate }) {
      const entry = parts.plant.directory.byTopic(topic);
      const nowUs = parts.clock.wallUs();
      const range = { fromUs: parseQueryTime(from, nowUs), toUs: parseQueryTime(to, nowUs), buckets };
      checkOrder(range.fromUs, range.toUs);
      const { series, gaps, known = true, rawFromUs } = await parts.storage.series(entry, range);
      if (series.kind === 'raw' && series.timeUs.length > MAX_REST_ROWS) {
        const text = `This query would return ${series.timeUs.length} rows; the limit is ${MAX_REST_ROWS}. Add buckets=1000 or use a shorter range.`;
        throw new NexusError('NX_HISTORY_TOO_LARGE', text, { rows: series.timeUs.length });
      }
      const rows = series.kind === 'raw' ? rawRows(series) : bucketRows(series, aggregate);
      const unit = entry.tag.unit === undefined ? '' : unitSymbol(entry.tag.unit);
      return { topic, unit, rows, gaps: [...gaps], known, ...(rawFromUs !== undefined && { rawFrom: isoTime(rawFromUs) }) };
    },
    async series({ frame, device, tag, fromUs, toUs, buckets }, call) {
      checkOrder(fromUs, toUs);
      if (!call.dataPlane)
        throw new NexusError(
          'NX_REQUEST_INVALID',
          'Series frames need a socket. Connect to /rpc, or read /api/v1/history.',
        );
      const { series, gaps } = await parts.storage.series(parts.plant.directory.tag(device, tag), {
        fromUs,
        toUs,
        buckets,
      });
      call.dataPlane.send(encodeSeriesFrame(frame, series));
      return { frame, rows: series.timeUs.length, gaps: [...gaps] };
    },
  };
}

function checkOrder(fromUs: number, toUs: number): void {
  if (fromUs < toUs) return;
  throw new NexusError(
    'NX_REQUEST_INVALID',
    `“To” ${isoTime(toUs)} is not after “From” ${isoTime(fromUs)}. Swap them.`,
    { fromUs, toUs },
  );
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function rawRows({ timeUs, value, status, cells = [], flags }: RawSeries) {
  const exact = new Map(cells.map((cell) => [cell.row, exactValue(cell)]));
  return Array.from(timeUs, (us, i) => ({
    timestamp: isoTime(us),
    value: exact.get(i) ?? finite(value[i]!),
    quality: classicQuality(status[i]!),
    ...(flags?.[i] && { flags: flagNames(flags[i]) }),
  }));
}

/** What a float64 cannot carry: texts, and integers beyond 2^53, as text; other integers as numbers. */
function exactValue(cell: TypedCell): string | number {
  if (cell.kind === 'bytes') return Buffer.from(cell.value).toString('base64');
  const asNumber = Number(cell.value);
  return typeof cell.value === 'bigint' && Number.isSafeInteger(asNumber) ? asNumber : String(cell.value);
}

function flagNames(bits: number): (keyof typeof POINT_FLAG)[] {
  return (Object.keys(POINT_FLAG) as (keyof typeof POINT_FLAG)[]).filter((name) => (bits & POINT_FLAG[name]) !== 0);
}

function bucketRows(series: BucketSeries, aggregate: Aggregate) {
  return Array.from(series.timeUs, (us, i) => ({
    timestamp: isoTime(us),
    value: finite(series[aggregate][i]!),
    min: finite(series.min[i]!),
    max: finite(series.max[i]!),
    first: finite(series.first[i]!),
    last: finite(series.last[i]!),
    count: series.count[i]!,
    bad: series.bad[i]!,
  }));
}
