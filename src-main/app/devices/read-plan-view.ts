import type { PlannedRequestView, ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import type { PaceBounds } from '../../../src-shared/domain/adaptive-polling.ts';
import type { GroupPlan } from '../../acquisition/acquisition-messages.ts';
import { groupByInterval } from '../../acquisition/group-by-interval.ts';
import type { DriverManifest, DriverTag } from '../../drivers/driver.ts';
import type { PlannedRequest } from '../../drivers/plan-summary.ts';
import { systemClock } from '../../kernel/clock.ts';

/** A device whose reading is to be planned. Every tag passed `checkTag`. */
export interface PlannedDevice {
  readonly manifest: DriverManifest;
  readonly connection: unknown;
  readonly intervalMs: number;
  readonly tags: readonly {
    readonly id: string;
    readonly driver: DriverTag;
    readonly pollIntervalMs?: number | undefined;
    readonly bounds?: PaceBounds | undefined;
  }[];
}

/** Of a suggestion: gaps that are tried, shortest first. */
const GAPS_TRIED = 20;

/**
 * What reading a device costs.
 * @param pollMs what a poll took of late; null where none was made.
 * @param running the plan that it is read by now; left out: by its configuration alone, which does not know what the
 * device refuses.
 */
export function readPlanView(
  device: PlannedDevice,
  pollMs: number | null,
  running?: readonly GroupPlan[],
): ReadPlanView {
  const { manifest, connection } = device;
  const { groups, limits } = running ? groupsOf(running) : planGroups(device);
  const mode = manifest.subscribes?.(connection) ? 'subscribed' : 'polled';
  const requestMs = pollMs === null || mode === 'subscribed' ? null : pollMs / Math.max(1, requestsOfAPoll(groups));
  const shown = groups.map(({ intervalMs, bounds, tags, requests }) => ({
    intervalMs,
    ...(bounds && { bounds: { ...bounds } }),
    tags: tags.length,
    requests: requests.map((request) => requestView(request, tags)),
    cycleMs: requestMs === null ? null : requestMs * requests.length,
  }));
  const read = groups.reduce((sum, { requests }) => sum + requests.reduce((all, { tags }) => all + tags, 0), 0);
  return {
    source: running ? 'running' : 'configuration',
    refused: groups.reduce((sum, { tags }) => sum + tags.length, 0) - read,
    mode,
    limits,
    groups: shown,
    requestMs,
    load: requestMs === null ? null : shown.reduce((sum, group) => sum + group.cycleMs! / group.intervalMs, 0),
    suggestion: mode === 'polled' ? suggest(device) : null,
  };
}

function groupsOf(running: readonly GroupPlan[]): { readonly groups: readonly Group[]; readonly limits: string } {
  const groups = running.map(({ intervalMs, bounds, tags, summary }) => ({
    intervalMs,
    bounds,
    tags: tags.map((id) => ({ id })),
    requests: summary.requests,
  }));
  return { groups, limits: running[0]?.summary.limits ?? '' };
}

interface Group {
  readonly intervalMs: number;
  readonly bounds?: PaceBounds | undefined;
  readonly tags: readonly { readonly id: string }[];
  readonly requests: readonly PlannedRequest[];
}

/** The requests of each group; one that is subscribed has one group. */
export function planGroups({ manifest, connection, intervalMs, tags }: PlannedDevice): {
  readonly groups: readonly Group[];
  readonly limits: string;
} {
  const driver = manifest.create(connection, { clock: systemClock });
  const grouped = manifest.subscribes?.(connection) ? [{ intervalMs, tags }] : groupByInterval(tags, intervalMs);
  const planned = grouped.map((group) => ({ ...group, ...driver.plan(group.tags.map((tag) => tag.driver)).summary }));
  return { groups: planned, limits: planned[0]?.limits ?? '' };
}

/** How many requests a poll has on average: groups that are polled more often count for more. */
export function requestsOfAPoll(groups: readonly Pick<Group, 'requests' | 'intervalMs'>[]): number {
  let [requests, polls] = [0, 0];
  for (const group of groups) {
    requests += group.requests.length / group.intervalMs;
    polls += 1 / group.intervalMs;
  }
  return requests / polls;
}

function requestView({ text, tags, ranges = [], bytes }: PlannedRequest, own: Group['tags']): PlannedRequestView {
  return {
    text,
    tags,
    ranges: ranges.map(({ rows, gaps, ...range }) => ({
      ...range,
      tags: rows.map((row) => own[row]!.id),
      gaps: gaps.map((gap) => ({ ...gap })),
    })),
    bytes: bytes ? { ...bytes } : null,
  };
}

/** The shortest gap that, bridged, saves requests. Protocols without such a setting have none. */
function suggest(device: PlannedDevice): ReadPlanView['suggestion'] {
  const { manifest, connection } = device;
  const now = (connection as { readonly max_gap?: unknown }).max_gap;
  const { groups } = planGroups(device);
  const requestsNow = countOf(groups);
  if (typeof now !== 'number' || requestsNow < 2) return null;
  const longer = [...new Set(gapsBetween(groups))].filter((gap) => gap > now).sort((a, b) => a - b);
  for (const maxGap of longer.slice(0, GAPS_TRIED)) {
    const { success, data } = manifest.connection.safeParse({ ...(connection as object), max_gap: maxGap });
    if (!success) return null;
    const tried = planGroups({ ...device, connection: data }).groups;
    if (countOf(tried) >= requestsNow) continue;
    const wastedBytes = tried.reduce(
      (sum, { requests }) => sum + requests.reduce((all, { bytes }) => all + (bytes?.wasted ?? 0), 0),
      0,
    );
    return { maxGap, requests: countOf(tried), requestsNow, wastedBytes };
  }
  return null;
}

const countOf = (groups: readonly Group[]): number => groups.reduce((sum, { requests }) => sum + requests.length, 0);

/** Runs between two ranges of one area, in the unit of the setting: registers or bytes. */
function* gapsBetween(groups: readonly Group[]): Iterable<number> {
  for (const { requests } of groups) {
    const ranges = requests.flatMap((request) => request.ranges ?? []);
    for (const [index, range] of ranges.entries()) {
      const next = ranges[index + 1];
      if (!next || next.area !== range.area) continue;
      const gap = next.start - range.start - range.count;
      if (gap > 0) yield range.cell === 'bit' ? Math.ceil(gap / 16) : gap;
    }
  }
}
