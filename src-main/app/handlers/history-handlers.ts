import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { encodeSeriesFrame } from '../../../src-shared/contract/data-plane.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { isoTime } from '../tags/value-rows.ts';
import { exploreHandlers } from './explore-handlers.ts';
import { bucketRows, rawRows } from './history-rows.ts';
import { quarantineHandlers } from './quarantine-handlers.ts';

/** REST answers rows of objects: above this a caller is pointed to buckets. */
const MAX_REST_ROWS = 100_000;

export function historyHandlers(parts: EngineParts): NexusHandlers<Call>['history'] {
  return {
    async read({ topic, from, to, buckets, aggregate }, call) {
      const { directory } = parts.plant;
      const remote = directory.findTopic(topic) ? undefined : parts.remote.tags.find(topic);
      const local = remote ? undefined : directory.byTopic(topic);
      const nowUs = parts.clock.wallUs();
      const range = { fromUs: parseQueryTime(from, nowUs), toUs: parseQueryTime(to, nowUs), buckets };
      checkOrder(range.fromUs, range.toUs);
      const {
        series,
        gaps,
        known = true,
        rawFromUs,
      } = await parts.storage.series((remote ?? local)!, range, call.signal);
      if (series.kind === 'raw' && series.timeUs.length > MAX_REST_ROWS) {
        const text = `This query would return ${series.timeUs.length} rows; the limit is ${MAX_REST_ROWS}. Add buckets=1000 or use a shorter range.`;
        throw new NexusError('NX_HISTORY_TOO_LARGE', text, { rows: series.timeUs.length });
      }
      const rows = series.kind === 'raw' ? rawRows(series) : bucketRows(series, aggregate);
      const unit = local?.tag.unit === undefined ? (remote?.unit ?? '') : unitSymbol(local.tag.unit);
      return {
        topic,
        unit,
        rows,
        gaps: [...gaps],
        known,
        ...(rawFromUs !== undefined && { rawFrom: isoTime(rawFromUs) }),
      };
    },
    async series({ frame, device, tag, fromUs, toUs, buckets }, call) {
      checkOrder(fromUs, toUs);
      if (!call.dataPlane)
        throw new NexusError(
          'NX_REQUEST_INVALID',
          'Series frames need a socket. Connect to /rpc, or read /api/v1/history.',
        );
      const entry = parts.remote.tags.findIn(device, tag) ?? parts.plant.directory.tag(device, tag);
      const { series, gaps } = await parts.storage.series(entry, { fromUs, toUs, buckets }, call.signal);
      call.dataPlane.send(encodeSeriesFrame(frame, series));
      return { frame, rows: series.timeUs.length, gaps: [...gaps] };
    },
    ...exploreHandlers(parts),
    ...quarantineHandlers(parts),
  };
}

function checkOrder(fromUs: number, toUs: number): void {
  if (fromUs < toUs) return;
  const text = `“To” ${timeText(toUs)} is not after “From” ${timeText(fromUs)}. Swap them.`;
  throw new NexusError('NX_REQUEST_INVALID', text, { fromUs, toUs });
}

/** A caller may send any number; beyond the years that have a date it is shown as it is. */
const timeText = (us: number): string => (Math.abs(us) < MOST_US ? isoTime(us) : `${us} µs`);
const MOST_US = 8e18;
