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

/**
 * The figures of the engine as Prometheus text. Counters of the balance count over the life of the log, so that they
 * stay equal to the point over restarts; polls count since the start of the process.
 */
export function createMetrics(sources: MetricSources): () => Promise<string> {
  const registry = new Registry();
  const counter = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  counter('nexus_points_produced_total', 'Points made from readings.', () => sources.balance().produced);
  counter('nexus_points_rejected_total', 'Points that could not enter the log.', () => sources.balance().rejected);
  counter('nexus_points_accepted_total', 'Points whose batch is synced to the log.', () => sources.balance().accepted);
  for (const part of ['delivered', 'dropped', 'quarantined'] as const) {
    new Counter({
      name: `nexus_sink_points_${part}_total`,
      help: `Accepted points ${part}, by sink.`,
      labelNames: ['sink'],
      registers: [registry],
      collect() {
        this.reset();
        for (const sink of sources.balance().sinks) this.inc({ sink: sink.sink }, sink[part]);
      },
    });
  }
  new Gauge({
    name: 'nexus_sink_points_queued',
    help: 'Accepted points that the sink has still to take.',
    labelNames: ['sink'],
    registers: [registry],
    collect() {
      for (const sink of sources.balance().sinks) this.set({ sink: sink.sink }, sink.queued);
    },
  });
  new Gauge({
    name: 'nexus_points_pending',
    help: 'Points on their way into the log.',
    registers: [registry],
    collect() {
      this.set(sources.balance().pending);
    },
  });
  counter('gateway_polling_polls_total', 'Polls made.', () => sum(sources, (row) => row.polls));
  counter('gateway_polling_polls_failed_total', 'Polls that did not come back.', () =>
    sum(sources, (row) => row.pollsFailed),
  );
  counter('gateway_polling_polls_skipped_total', 'Polls skipped because the one before was under way.', () =>
    sum(sources, (row) => row.pollsSkipped),
  );
  new Gauge({
    name: 'gateway_devices_connected',
    help: 'Devices whose link works.',
    registers: [registry],
    collect() {
      this.set(
        sources.health().filter((row) => row.status.kind === 'connected' || row.status.kind === 'degraded').length,
      );
    },
  });
  new Counter({
    name: 'nexus_host_restarts_total',
    help: 'Worker hosts started again after they ended unasked.',
    labelNames: ['host'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [host, restarts] of Object.entries(sources.hostRestarts())) this.inc({ host }, restarts);
    },
  });
  new Gauge({
    name: 'nexus_sockets',
    help: 'Open connections of windows.',
    registers: [registry],
    collect() {
      this.set(sources.sockets());
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process.',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return () => registry.metrics();
}

function sum(sources: MetricSources, pick: (row: DeviceHealth) => number): number {
  return sources.health().reduce((total, row) => total + pick(row), 0);
}
