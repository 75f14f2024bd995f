import type { z } from 'zod';
import type { SystemStatus } from '../../src-shared/contract/system.ts';
import { assertNever } from '../../src-shared/util/assert-never.ts';
import type { LinkState } from '../rpc/link-state.ts';
import { type ArmedScope, liveScopes } from '../state/armed-scopes.ts';
import { type PendingEdits, pendingCount } from '../state/pending.ts';
import type { Problem } from '../state/problems.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { formatInteger } from '../ui/number-format.ts';
import { formatCounter } from '../ui/time-format.ts';

type Status = z.output<typeof SystemStatus>;

/** One item of the status bar. */
export interface StatusItem {
  readonly text: string;
  readonly glyph?: GlyphName;
  readonly tone?: 'warning' | 'error' | 'manual';
}

export function gatewayItem(link: LinkState, nowMs: number): StatusItem {
  switch (link.kind) {
    case 'connecting':
      return { glyph: 'connecting', text: 'Connecting to the gateway' };
    case 'open':
      return { glyph: 'ok', text: link.roundTripMs === null ? 'Gateway' : `Gateway ${roundTrip(link.roundTripMs)}` };
    case 'lost': {
      const inS = Math.ceil((link.nextTryMs - nowMs) / 1_000);
      const next = inS > 0 ? `retrying in ${inS} s` : 'retrying now';
      return { glyph: 'bad', tone: 'error', text: `Gateway lost ${formatCounter(nowMs - link.sinceMs)}, ${next}` };
    }
    case 'signed-out':
      return { glyph: 'bad', tone: 'error', text: 'No session' };
    default:
      return assertNever(link);
  }
}

const roundTrip = (ms: number): string => (ms < 1 ? '< 1 ms' : `${Math.round(ms)} ms`);

export function devicesItem({ devices }: Status): StatusItem {
  const text = `Dev ${formatInteger(devices.connected)}/${formatInteger(devices.total)}`;
  return devices.connected === devices.total ? { text } : { glyph: 'half', tone: 'warning', text };
}

export function tagsItem({ tags }: Status): StatusItem {
  if (tags.good === tags.total) return { text: `Tags ${formatInteger(tags.total)} good` };
  const text = `Tags ${formatInteger(tags.good)}/${formatInteger(tags.total)} good`;
  return { glyph: 'half', tone: 'warning', text };
}

/** More than this behind is worth a word; a commit or two is not. */
const BEHIND_S = 3;

export function historianItem({ historian, pointsPerSecond }: Status): StatusItem {
  const queued = formatInteger(historian.queued);
  if (historian.state === 'down') return { glyph: 'bad', tone: 'error', text: `Hist down, ${queued} points waiting` };
  const behindS = pointsPerSecond > 0 ? historian.queued / pointsPerSecond : 0;
  if (behindS > BEHIND_S) return { glyph: 'half', tone: 'warning', text: `Hist ${Math.round(behindS)} s behind` };
  return { text: `Hist ${formatInteger(historian.pointsPerSecond)}/s` };
}

/** Undefined while publishing is off: nothing is expected of it. */
export function publisherItem({ publisher, pointsPerSecond }: Status): StatusItem | undefined {
  const queued = formatInteger(publisher.queued);
  switch (publisher.state) {
    case 'off':
      return undefined;
    case 'connecting':
      return { glyph: 'connecting', text: 'Broker connecting' };
    case 'offline':
      if (publisher.reason?.code === 'NX_MQTT_HOST')
        return { glyph: 'half', tone: 'warning', text: `Host away, buffering ${queued}` };
      return { glyph: 'bad', tone: 'error', text: `Broker down, buffering ${queued}` };
    case 'connected': {
      const behindS = pointsPerSecond > 0 ? publisher.queued / pointsPerSecond : 0;
      if (behindS > BEHIND_S) return { glyph: 'half', tone: 'warning', text: `Broker ${Math.round(behindS)} s behind` };
      return { text: `${formatInteger(publisher.pointsPerSecond)} msg/s` };
    }
    default:
      return assertNever(publisher.state);
  }
}

/** More of their time than this, and the acquisition threads hardly keep up. */
const HIGH_LOAD = 0.9;

/** How busy polling is, and how many polls had to be left out in the last minute. */
export function loadItem({ process }: Status, skippedPolls: number): StatusItem {
  const load = `Load ${Math.round(100 * process.pollingLoad)} %`;
  if (skippedPolls > 0)
    return { glyph: 'half', tone: 'warning', text: `${load}, ${formatInteger(skippedPolls)} skipped/min` };
  return process.pollingLoad > HIGH_LOAD ? { glyph: 'half', tone: 'warning', text: load } : { text: load };
}

/** What is wrong in the project and with its devices. */
export function problemsItem(bySource: Readonly<Record<string, readonly Problem[]>>): StatusItem {
  const problems = Object.values(bySource).flat();
  const text = problems.length === 1 ? '1 problem' : `${formatInteger(problems.length)} problems`;
  if (problems.length === 0) return { text };
  return { glyph: problems.some(({ severity }) => severity === 'error') ? 'bad' : 'half', text };
}

/** Undefined while nothing is pending. Edits with faults cannot be applied as they are. */
export function pendingItem(byTab: Readonly<Record<string, PendingEdits>>): StatusItem | undefined {
  const count = pendingCount(byTab);
  if (count === 0) return undefined;
  const text = `${formatInteger(count)} pending`;
  const errors = Object.values(byTab).reduce((sum, pending) => sum + pending.errors, 0);
  return errors === 0 ? { text } : { glyph: 'bad', text: `${text}, ${formatInteger(errors)} with errors` };
}

/** Undefined while the log has room: it is only of interest when it has not. */
export function logItem({ log }: Status): StatusItem | undefined {
  const percent = log.budgetBytes > 0 ? Math.round((100 * log.usedBytes) / log.budgetBytes) : 0;
  switch (log.state) {
    case 'ok':
      return undefined;
    case 'low':
      return { glyph: 'half', tone: 'warning', text: 'Disk low' };
    case 'near-full':
      return { glyph: 'half', tone: 'warning', text: `Log ${percent} % full` };
    case 'dropping':
      return { glyph: 'bad', tone: 'error', text: `Log full, ${formatInteger(log.droppedPoints)} points dropped` };
    case 'full':
      return { glyph: 'bad', tone: 'error', text: 'Disk full, new points are not stored' };
    case 'fault':
      return { glyph: 'bad', tone: 'error', text: 'Disk fault' };
    default:
      return assertNever(log.state);
  }
}

/** What may be written to, and for how long. Several scopes are counted; the first that ends is the one that runs. */
export function armingItem(
  scopes: readonly ArmedScope[],
  nameOf: (device: string) => string,
  nowUs: number,
): StatusItem {
  const live = liveScopes(scopes, nowUs).toSorted((a, b) => a.untilUs - b.untilUs);
  const [first] = live;
  if (!first) return { text: 'Disarmed' };
  const scope = live.some(({ device }) => device === null)
    ? 'all devices'
    : live.length > 1
      ? `${live.length} devices`
      : nameOf(first.device ?? '');
  return { glyph: 'armed', tone: 'manual', text: `ARMED ${scope} ${formatCounter((first.untilUs - nowUs) / 1_000)}` };
}

/** A clock that is further off than this makes ages and times hard to compare. */
const CLOCK_OFF_S = 2;

export function clockItem(clock: string, gatewayAheadS: number): StatusItem {
  if (Math.abs(gatewayAheadS) < CLOCK_OFF_S) return { text: clock };
  const side = gatewayAheadS > 0 ? 'behind' : 'ahead of';
  return { glyph: 'half', tone: 'warning', text: `Clock ${Math.abs(gatewayAheadS).toFixed(1)} s ${side} gateway` };
}
