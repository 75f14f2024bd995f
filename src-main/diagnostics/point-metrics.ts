import type { Balance } from '../../src-shared/contract/system.ts';
import { type Metric, metricsOf, type Sample } from './metric.ts';

type SinkPart = 'before' | 'delivered' | 'dropped' | 'quarantined' | 'excluded' | 'queued';

const bySink =
  (part: SinkPart) =>
  ({ sinks }: Balance): readonly Sample[] =>
    sinks.map((sink) => ({ labels: { sink: sink.sink }, value: sink[part] ?? 0 }));

const historian = ({ sinks }: Balance): readonly Sample[] =>
  sinks.filter(({ sink }) => sink === 'historian').map(({ delivered }) => ({ value: delivered }));

/**
 * Where points are. They count over the life of the log, so that they stay equal to the point over restarts: produced =
 * accepted + rejected + pending; for each sink accepted = before + delivered + queued + dropped + quarantined + excluded.
 */
export const POINT_METRICS: readonly Metric[] = metricsOf('balance', [
  ['counter', 'nexus_points_produced_total', 'Points made from readings.', (b) => b.produced],
  [
    'counter',
    'nexus_points_rejected_total',
    'Points that could not enter the log, and readings that quality rules rejected.',
    (b) => b.rejected,
  ],
  ['counter', 'nexus_points_accepted_total', 'Points synced to the log.', (b) => b.accepted],
  ['gauge', 'nexus_points_pending', 'Points on their way into the log.', (b) => b.pending],
  [
    'counter',
    'nexus_sink_points_delivered_total',
    'Accepted points that a sink has taken.',
    bySink('delivered'),
    'sink',
  ],
  [
    'counter',
    'nexus_sink_points_dropped_total',
    'Accepted points given up before a sink took them.',
    bySink('dropped'),
    'sink',
  ],
  [
    'counter',
    'nexus_sink_points_quarantined_total',
    'Accepted points that a sink could not place.',
    bySink('quarantined'),
    'sink',
  ],
  [
    'counter',
    'nexus_sink_points_excluded_total',
    'Accepted points that the project does not mean for a sink.',
    bySink('excluded'),
    'sink',
  ],
  [
    'gauge',
    'nexus_sink_points_before',
    'Points accepted before a sink was switched on for the first time.',
    bySink('before'),
    'sink',
  ],
  ['gauge', 'nexus_sink_points_queued', 'Accepted points that a sink has still to take.', bySink('queued'), 'sink'],
  ['counter', 'gateway_polling_points_read_total', 'The same as nexus_points_produced_total.', (b) => b.produced],
  ['counter', 'data_ingestion_points_total', 'Points that the historian has stored.', historian],
]);

/** The log itself, and what the historian tells of its work. */
export const STORAGE_METRICS: readonly Metric[] = [
  ...metricsOf('log', [
    ['gauge', 'nexus_log_used_bytes', 'What the segments of the log take.', (l) => l.usedBytes],
    ['gauge', 'nexus_log_budget_bytes', 'What they may take; less on a low disk.', (l) => l.budgetBytes],
    ['gauge', 'nexus_disk_free_bytes', 'Free space of the disk that the log lies on.', (l) => l.freeBytes],
    [
      'counter',
      'nexus_log_dropped_points_total',
      'Points given up to keep to the budget, since the log host started.',
      (l) => l.droppedPoints,
    ],
    [
      'gauge',
      'nexus_log_state',
      '1 for the state the log is in: ok, low, near-full, dropping, full or fault.',
      (l) => [{ labels: { state: l.kind }, value: 1 }],
      'state',
    ],
    [
      'gauge',
      'data_ingestion_buffer_usage',
      'Used share of the budget of the log, 0–1.',
      (l) => l.usedBytes / l.budgetBytes,
    ],
  ]),
  ...metricsOf('ingestion', [
    [
      'gauge',
      'data_ingestion_lag_seconds',
      'Age of the oldest accepted point that is not stored yet.',
      (i) => i.lagSeconds,
    ],
    [
      'gauge',
      'data_ingestion_batch_duration_seconds',
      'How long commits of the historian took lately.',
      (i) => [
        { labels: { quantile: '0.5' }, value: i.batchSeconds.p50 },
        { labels: { quantile: '0.99' }, value: i.batchSeconds.p99 },
      ],
      'quantile',
    ],
    [
      'counter',
      'data_ingestion_errors_total',
      'Faults of the historian: parse, write or connection.',
      (i) => Object.entries(i.errors).map(([type, value]) => ({ labels: { type }, value })),
      'type',
    ],
  ]),
];
