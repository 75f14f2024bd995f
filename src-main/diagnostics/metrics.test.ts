import { describe, expect, it } from 'vitest';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { MetricSources } from './metric-sources.ts';
import { createMetrics, METRICS } from './metrics.ts';

const row = (device: string, status: DeviceHealth['status'], latencyMs: number | null): DeviceHealth => ({
  device,
  status,
  mode: 'polled',
  updatesPerSecond: null,
  polls: 10,
  pollsFailed: 1,
  pollsSkipped: 2,
  successRatio: 0.9,
  latencyP50Ms: latencyMs,
  latencyP95Ms: latencyMs,
  tagsGood: 3,
  lastGoodUs: null,
  tagFaults: [],
});

const rows: DeviceHealth[] = [
  {
    ...row('a', { kind: 'connected', sinceUs: 0 }, 4),
    paces: [
      { intervalMs: 1_000, fastestMs: 200, slowestMs: 60_000, nowMs: 400, cause: 'budget', heldBack: 12, tags: 3 },
    ],
  },
  row(
    'b',
    { kind: 'offline', sinceUs: 0, nextTryUs: 0, breaker: 'open', reason: { code: 'NX_NET_REFUSED', text: '' } },
    null,
  ),
];

const needed: MetricSources = {
  balance: () => ({
    produced: 100,
    accepted: 90,
    rejected: 4,
    pending: 6,
    sinks: [
      { sink: 'historian', before: 0, delivered: 80, queued: 7, dropped: 2, quarantined: 1 },
      { sink: 'mqtt', before: 50, delivered: 40, queued: 0, dropped: 0, quarantined: 0 },
    ],
  }),
  devices: () => rows,
  hosts: () => [
    { name: 'log', state: 'running', restarts: 1, busySeconds: 1.5 },
    { name: 'historian', state: 'waiting', restarts: 3, busySeconds: undefined },
  ],
  process: () => ({
    version: '1.2.3',
    startedUs: 1.7e15,
    sockets: 2,
    pollingLoad: 0.25,
    lag: { p50Ms: 1, p99Ms: 20, maxMs: 300 },
  }),
};

const all: MetricSources = {
  ...needed,
  log: () => ({
    kind: 'near-full',
    usedBytes: 50,
    budgetBytes: 200,
    freeBytes: Number.POSITIVE_INFINITY,
    droppedPoints: 5,
  }),
  writes: () => ({ running: 1, waiting: 2, settled: { DONE: 7, 'REJECTED:BUSY': 3, 'REJECTED:LIMIT': 1, UNKNOWN: 2 } }),
  mqtt: () => ({
    connected: true,
    published: 40,
    inFlight: 3,
    repeated: 1,
    commands: { received: 9, refused: { EXPIRED: 2 } },
  }),
  brokers: () => [
    { sink: 'mqtt', connected: true, inFlight: 3, repeated: 1 },
    { sink: 'mqtt-cloud', connected: false, inFlight: 0, repeated: 7 },
  ],
  ingestion: () => ({
    lagSeconds: 2,
    batchSeconds: { p50: 0.01, p99: 0.2 },
    errors: { parse: 1, write: 2, connection: 3 },
  }),
};

/** The samples of a text: name with labels → value. */
async function scrape(sources: MetricSources): Promise<Map<string, number>> {
  const text = await createMetrics(sources)();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('the metrics', () => {
  it.each([
    ['nexus_points_produced_total', 100],
    ['nexus_points_pending', 6],
    ['nexus_sink_points_before{sink="mqtt"}', 50],
    ['nexus_sink_points_queued{sink="historian"}', 7],
    ['data_ingestion_points_total', 80],
    ['gateway_polling_points_read_total', 100],
    ['gateway_polling_polls_total', 20],
    ['gateway_polling_polls_skipped_total', 4],
    ['gateway_polling_duration_seconds{device="a",quantile="0.95"}', 0.004],
    ['gateway_polling_worker_pool_utilization', 0.25],
    ['gateway_devices_connected', 1],
    ['nexus_devices{state="offline"}', 1],
    ['nexus_devices{state="degraded"}', 0],
    ['nexus_device_up{device="b"}', 0],
    ['nexus_poll_period_seconds{device="a",interval="1s",bounds="200ms-1m"}', 0.4],
    ['nexus_polls_held_back_total{device="a",interval="1s",bounds="200ms-1m"}', 12],
    ['nexus_host_up{host="historian"}', 0],
    ['nexus_host_restarts_total{host="historian"}', 3],
    ['nexus_host_busy_seconds_total{host="log"}', 1.5],
    ['nexus_event_loop_lag_seconds{quantile="1"}', 0.3],
    ['nexus_build_info{version="1.2.3"}', 1],
    ['process_start_time_seconds', 1.7e9],
    ['nexus_log_state{state="near-full"}', 1],
    ['data_ingestion_buffer_usage', 0.25],
    ['nexus_writes_settled_total{status="REJECTED",reason="BUSY"}', 3],
    ['protocol_gateway_commands_rejected_total', 4],
    ['gateway_mqtt_connected', 1],
    ['gateway_mqtt_messages_published_total', 40],
    ['nexus_sink_link_connected{sink="mqtt-cloud"}', 0],
    ['nexus_sink_link_in_flight{sink="mqtt"}', 3],
    ['nexus_sink_link_messages_repeated_total{sink="mqtt-cloud"}', 7],
    ['nexus_mqtt_commands_refused_total{code="EXPIRED"}', 2],
    ['data_ingestion_lag_seconds', 2],
    ['data_ingestion_batch_duration_seconds{quantile="0.99"}', 0.2],
    ['data_ingestion_errors_total{type="connection"}', 3],
  ])('tell %s', async (name, value) => {
    expect((await scrape(all)).get(name)).toBe(value);
  });

  it('leave out what nobody can tell, rather than to say 0', async () => {
    const told = await scrape(all);
    expect(
      [...told.keys()].filter((name) => /device="b",quantile|busy_seconds.*historian|disk_free/.test(name)),
    ).toEqual([]);
    const few = [...(await scrape(needed)).keys()];
    expect(few.filter((name) => /mqtt_|sink_link|writes_|nexus_log|ingestion_lag/.test(name))).toEqual([]);
    expect(few.length).toBeGreaterThan(30);
  });

  it('forget a device that is gone', async () => {
    let present = rows;
    const metrics = createMetrics({ ...needed, devices: () => present });
    expect(await metrics()).toContain('device="b"');
    present = rows.slice(0, 1);
    expect(await metrics()).not.toContain('device="b"');
  });

  it('have names of their own that follow the rules of Prometheus', () => {
    const table = Object.values(METRICS).flat();
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    for (const { name, kind, help } of table) {
      expect(name).toMatch(/^(nexus|gateway|protocol_gateway|data_ingestion|process)_[a-z_]+$/);
      expect(name.endsWith('_total'), name).toBe(kind === 'counter');
      expect(help).toMatch(/\.$/);
    }
  });
});
