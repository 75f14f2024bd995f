import type { DeviceHealth, PaceHealth } from '../../src-shared/contract/devices.ts';
import { formatDuration } from '../../src-shared/domain/duration.ts';
import { byLabel, type Metric, metricsOf, type Sample } from './metric.ts';

type Rows = readonly DeviceHealth[];

const sum =
  (pick: (row: DeviceHealth) => number) =>
  (rows: Rows): number =>
    rows.reduce((total, row) => total + pick(row), 0);

/** Every state is there, also with nobody in it, so that an alarm on it has something to look at. */
export function devicesByState(rows: Rows): Readonly<Record<DeviceHealth['status']['kind'], number>> {
  const counts = { connecting: 0, connected: 0, degraded: 0, offline: 0, disabled: 0 };
  for (const { status } of rows) counts[status.kind]++;
  return counts;
}

const works = ({ status }: DeviceHealth): boolean => status.kind === 'connected' || status.kind === 'degraded';

/** A device that was never polled has no latency: `null` is not told. */
function latency(rows: Rows): readonly Sample[] {
  return rows.flatMap((row) => [
    { labels: { device: row.device, quantile: '0.5' }, value: (row.latencyP50Ms ?? Number.NaN) / 1_000 },
    { labels: { device: row.device, quantile: '0.95' }, value: (row.latencyP95Ms ?? Number.NaN) / 1_000 },
  ]);
}

/** A group is named by where it begins and its bounds: interval 1s, bounds 200ms-10s. */
function pacesOf(rows: Rows, value: (pace: PaceHealth) => number): readonly Sample[] {
  return rows.flatMap(({ device, paces = [] }) =>
    paces.map((pace) => {
      const [interval, fastest, slowest] = [pace.intervalMs, pace.fastestMs, pace.slowestMs].map(formatDuration);
      const labels = { device, interval: interval!, bounds: `${fastest}-${slowest}` };
      return { labels, value: value(pace) };
    }),
  );
}

/** Polls count since the start of the process. */
export const DEVICE_METRICS: readonly Metric[] = metricsOf('devices', [
  ['counter', 'gateway_polling_polls_total', 'Polls made.', sum((row) => row.polls)],
  ['counter', 'gateway_polling_polls_failed_total', 'Polls that did not come back.', sum((row) => row.pollsFailed)],
  [
    'counter',
    'gateway_polling_polls_skipped_total',
    'Polls skipped because the one before was under way.',
    sum((row) => row.pollsSkipped),
  ],
  [
    'gauge',
    'gateway_polling_duration_seconds',
    'How long the polls of a device took lately.',
    latency,
    'device',
    'quantile',
  ],
  ['gauge', 'gateway_devices_connected', 'Devices whose link works.', (rows) => rows.filter(works).length],
  [
    'gauge',
    'nexus_devices',
    'Devices by state of their link.',
    (rows) => byLabel('state', devicesByState(rows)),
    'state',
  ],
  [
    'gauge',
    'nexus_device_up',
    '1 while the link of a device works, otherwise 0.',
    (rows) => rows.map((row) => ({ labels: { device: row.device }, value: works(row) ? 1 : 0 })),
    'device',
  ],
  [
    'counter',
    'nexus_quality_rule_hits_total',
    'Readings that quality rules found fault with, since the device was started.',
    (rows) =>
      rows.flatMap(({ device, quality }) =>
        (quality?.rules ?? []).map(({ check, action, hits }) => ({ labels: { device, check, action }, value: hits })),
      ),
    'device',
    'check',
    'action',
  ],
  [
    'gauge',
    'nexus_poll_period_seconds',
    'How often tags of adaptive polling are polled now, by where that begins and its bounds.',
    (rows) => pacesOf(rows, ({ nowMs }) => nowMs / 1_000),
    'device',
    'interval',
    'bounds',
  ],
  [
    'counter',
    'nexus_polls_held_back_total',
    'Polls of adaptive polling that came more slowly than wished for, because the endpoint had no time left.',
    (rows) => pacesOf(rows, ({ heldBack }) => heldBack),
    'device',
    'interval',
    'bounds',
  ],
  ['gauge', 'nexus_tags_good', 'Tags whose last value is good.', sum((row) => row.tagsGood)],
]);
