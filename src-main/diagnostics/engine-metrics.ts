import { byLabel, type Metric, metricsOf, type Sample } from './metric.ts';
import type { WriteFigures } from './metric-sources.ts';

/** `REJECTED:BUSY` → status REJECTED, reason BUSY. */
function settled({ settled: ends }: WriteFigures): readonly Sample[] {
  return Object.entries(ends).map(([end, value]) => {
    const [status = '', reason = ''] = end.split(':');
    return { labels: { status, reason }, value };
  });
}

const rejected = ({ settled: ends }: WriteFigures): number =>
  Object.entries(ends).reduce((total, [end, count]) => total + (end.startsWith('REJECTED') ? count : 0), 0);

export const WRITE_METRICS: readonly Metric[] = metricsOf('writes', [
  ['gauge', 'nexus_writes_running', 'Writes on their way to a device.', (w) => w.running],
  ['gauge', 'nexus_writes_waiting', 'Writes that wait for their turn.', (w) => w.waiting],
  [
    'counter',
    'nexus_writes_settled_total',
    'Writes by how they ended: DONE, DONE_VERIFIED, REJECTED with its reason, FAILED or UNKNOWN.',
    settled,
    'status',
    'reason',
  ],
  ['counter', 'protocol_gateway_commands_rejected_total', 'Writes that were refused, for any reason.', rejected],
]);

export const MQTT_METRICS: readonly Metric[] = metricsOf('mqtt', [
  ['gauge', 'gateway_mqtt_connected', '1 while the broker takes messages, otherwise 0.', (m) => (m.connected ? 1 : 0)],
  [
    'counter',
    'gateway_mqtt_messages_published_total',
    'Messages that the broker acknowledged, over the life of the log.',
    (m) => m.published,
  ],
  ['gauge', 'nexus_mqtt_in_flight', 'Messages that wait for the broker.', (m) => m.inFlight],
  [
    'counter',
    'nexus_mqtt_messages_repeated_total',
    'Messages sent once more because their connection ended.',
    (m) => m.repeated,
  ],
  ['counter', 'nexus_mqtt_commands_received_total', 'Commands that came in over MQTT.', (m) => m.commands.received],
  [
    'counter',
    'nexus_mqtt_commands_refused_total',
    'Commands refused before they reached the engine, by code.',
    (m) => byLabel('code', m.commands.refused),
    'code',
  ],
]);

/** The links to all brokers, by their sink. */
export const BROKER_METRICS: readonly Metric[] = metricsOf('brokers', [
  [
    'gauge',
    'nexus_sink_link_connected',
    '1 while the broker of a sink takes messages, otherwise 0.',
    (brokers) => brokers.map(({ sink, connected }) => ({ labels: { sink }, value: connected ? 1 : 0 })),
    'sink',
  ],
  [
    'gauge',
    'nexus_sink_link_in_flight',
    'Messages that wait for the broker of a sink.',
    (brokers) => brokers.map(({ sink, inFlight }) => ({ labels: { sink }, value: inFlight })),
    'sink',
  ],
  [
    'counter',
    'nexus_sink_link_messages_repeated_total',
    'Messages of a sink sent once more because their connection ended.',
    (brokers) => brokers.map(({ sink, repeated }) => ({ labels: { sink }, value: repeated })),
    'sink',
  ],
]);

/** Points of other gateways; counts since their host started. */
export const REMOTE_METRICS: readonly Metric[] = metricsOf('remote', [
  [
    'gauge',
    'nexus_remote_connected',
    '1 while the remote source is connected, otherwise 0.',
    (r) => Number(r.state === 'connected'),
  ],
  ['gauge', 'nexus_remote_tags', 'Tags of other gateways that are known.', (r) => r.tags],
  ['counter', 'nexus_remote_points_total', 'Points of other gateways that were taken in.', (r) => r.points],
  ['counter', 'nexus_remote_own_messages_total', 'Messages that were our own, passed over.', (r) => r.own],
  ['counter', 'nexus_remote_repeated_points_total', 'Points that came again at once.', (r) => r.repeated],
  ['counter', 'nexus_remote_quarantined_total', 'Messages that are no points.', (r) => r.quarantined],
  ['counter', 'nexus_remote_over_limit_points_total', 'Points of tags beyond the limit.', (r) => r.overLimit],
  ['gauge', 'nexus_remote_unacknowledged', 'Messages that wait for the log.', (r) => r.unacknowledged],
]);

/** Worker threads and the process that they belong to. */
export const PROCESS_METRICS: readonly Metric[] = [
  ...metricsOf('hosts', [
    [
      'gauge',
      'nexus_host_up',
      '1 while a worker host runs, otherwise 0.',
      (hosts) => hosts.map(({ name, state }) => ({ labels: { host: name }, value: state === 'running' ? 1 : 0 })),
      'host',
    ],
    [
      'counter',
      'nexus_host_restarts_total',
      'Worker hosts started again after they ended unasked.',
      (hosts) => hosts.map(({ name, restarts }) => ({ labels: { host: name }, value: restarts })),
      'host',
    ],
    [
      'counter',
      'nexus_host_busy_seconds_total',
      'Time that the thread of a host was busy since it was started; its rate is its load.',
      (hosts) => hosts.map(({ name, busySeconds = Number.NaN }) => ({ labels: { host: name }, value: busySeconds })),
      'host',
    ],
  ]),
  ...metricsOf('process', [
    [
      'gauge',
      'gateway_polling_worker_pool_utilization',
      'Share of their time that the acquisition threads were busy lately, 0–1.',
      (p) => p.pollingLoad,
    ],
    [
      'gauge',
      'nexus_event_loop_lag_seconds',
      'How late the main thread was in the last minute.',
      ({ lag }) => [
        { labels: { quantile: '0.5' }, value: lag.p50Ms / 1_000 },
        { labels: { quantile: '0.99' }, value: lag.p99Ms / 1_000 },
        { labels: { quantile: '1' }, value: lag.maxMs / 1_000 },
      ],
      'quantile',
    ],
    ['gauge', 'nexus_sockets', 'Open connections of windows.', (p) => p.sockets],
    ['gauge', 'nexus_build_info', 'Always 1.', (p) => [{ labels: { version: p.version }, value: 1 }], 'version'],
    ['gauge', 'process_start_time_seconds', 'When the process started, since 1970.', (p) => p.startedUs / 1e6],
    ['gauge', 'process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()],
    ['counter', 'process_cpu_seconds_total', 'Processor time of all threads.', () => cpuSeconds()],
  ]),
];

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
