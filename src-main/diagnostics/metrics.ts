import { Counter, Gauge, Registry } from 'prom-client';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { Balance } from '../../src-shared/contract/system.ts';

/** Where the figures are read from, each time somebody asks. */
export interface MetricSources {
  balance(): Balance;
  health(): readonly DeviceHealth[];
  /** Restarts by host name. */
  hostRestarts(): Readonly<Record<string, number>>;
  sockets(): number;
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly kind: 'counter' | 'gauge';
  readonly name: string;
  readonly help: string;
  readonly label?: 'sink' | 'host';
  readonly read: (sources: MetricSources) => readonly Sample[];
}

const one = (value: number): readonly Sample[] => [{ value }];
const ofDevices = (sources: MetricSources, pick: (row: DeviceHealth) => number): readonly Sample[] =>
  one(sources.health().reduce((total, row) => total + pick(row), 0));
const bySink = (sources: MetricSources, part: 'before' | 'delivered' | 'dropped' | 'quarantined' | 'queued'): readonly Sample[] =>
  sources.balance().sinks.map((sink) => ({ labels: { sink: sink.sink }, value: sink[part] }));
const isConnected = (row: DeviceHealth): boolean => row.status.kind === 'connected' || row.status.kind === 'degraded';

/**
 * Every figure of `/metrics`. Counters of the balance count over the life of the log, so that they stay equal to the
 * point over restarts; polls count since the start of the process.
 */
const METRICS: readonly Metric[] = [
  {
    kind: 'counter',
    name: 'nexus_points_produced_total',
    help: 'Points made from readings.',
    read: (s) => one(s.balance().produced),
  },
  {
    kind: 'counter',
    name: 'nexus_points_rejected_total',
    help: 'Points that could not enter the log.',
    read: (s) => one(s.balance().rejected),
  },
  {
    kind: 'counter',
    name: 'nexus_points_accepted_total',
    help: 'Points synced to the log.',
    read: (s) => one(s.balance().accepted),
  },
  {
    kind: 'gauge',
    name: 'nexus_points_pending',
    help: 'Points on their way into the log.',
    read: (s) => one(s.balance().pending),
  },
  {
    kind: 'counter',
    name: 'nexus_sink_points_delivered_total',
    help: 'Accepted points that a sink has.',
    label: 'sink',
    read: (s) => bySink(s, 'delivered'),
  },
  {
    kind: 'counter',
    name: 'nexus_sink_points_dropped_total',
    help: 'Accepted points shed before a sink took them.',
    label: 'sink',
    read: (s) => bySink(s, 'dropped'),
  },
  {
    kind: 'counter',
    name: 'nexus_sink_points_quarantined_total',
    help: 'Accepted points that a sink could not place.',
    label: 'sink',
    read: (s) => bySink(s, 'quarantined'),
  },
  {
    kind: 'gauge',
    name: 'nexus_sink_points_before',
    help: 'Points accepted before a sink was switched on for the first time.',
    label: 'sink',
    read: (s) => bySink(s, 'before'),
  },
  {
    kind: 'gauge',
    name: 'nexus_sink_points_queued',
    help: 'Accepted points that a sink has still to take.',
    label: 'sink',
    read: (s) => bySink(s, 'queued'),
  },
  {
    kind: 'counter',
    name: 'gateway_polling_polls_total',
    help: 'Polls made.',
    read: (s) => ofDevices(s, (row) => row.polls),
  },
  {
    kind: 'counter',
    name: 'gateway_polling_polls_failed_total',
    help: 'Polls that did not come back.',
    read: (s) => ofDevices(s, (row) => row.pollsFailed),
  },
  {
    kind: 'counter',
    name: 'gateway_polling_polls_skipped_total',
    help: 'Polls skipped because the one before was under way.',
    read: (s) => ofDevices(s, (row) => row.pollsSkipped),
  },
  {
    kind: 'gauge',
    name: 'gateway_devices_connected',
    help: 'Devices whose link works.',
    read: (s) => ofDevices(s, (row) => (isConnected(row) ? 1 : 0)),
  },
  {
    kind: 'counter',
    name: 'nexus_host_restarts_total',
    help: 'Worker hosts started again after they ended unasked.',
    label: 'host',
    read: (s) => Object.entries(s.hostRestarts()).map(([host, value]) => ({ labels: { host }, value })),
  },
  { kind: 'gauge', name: 'nexus_sockets', help: 'Open connections of windows.', read: (s) => one(s.sockets()) },
  {
    kind: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    read: () => one(process.memoryUsage.rss()),
  },
];

/** @returns a function that reads every figure and writes them as Prometheus text. */
export function createMetrics(sources: MetricSources): () => Promise<string> {
  const registry = new Registry();
  for (const { kind, name, help, label, read } of METRICS) {
    const common = { name, help, labelNames: label ? [label] : [], registers: [registry] };
    if (kind === 'gauge') {
      new Gauge({
        ...common,
        collect() {
          for (const { labels, value } of read(sources)) this.set({ ...labels }, value);
        },
      });
    } else {
      new Counter({
        ...common,
        collect() {
          this.reset();
          for (const { labels, value } of read(sources)) this.inc({ ...labels }, value);
        },
      });
    }
  }
  return () => registry.metrics();
}
