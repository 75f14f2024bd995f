import { Counter, Gauge, Registry } from 'prom-client';
import { DEVICE_METRICS } from './device-metrics.ts';
import { BROKER_METRICS, MQTT_METRICS, PROCESS_METRICS, REMOTE_METRICS, WRITE_METRICS } from './engine-metrics.ts';
import type { Metric } from './metric.ts';
import type { MetricSources } from './metric-sources.ts';
import { POINT_METRICS, STORAGE_METRICS } from './point-metrics.ts';

/** Every figure of `/metrics`, by what it tells of. docs/metrics.md is generated from it. */
export const METRICS: Readonly<Record<string, readonly Metric[]>> = {
  Points: POINT_METRICS,
  Storage: STORAGE_METRICS,
  Devices: DEVICE_METRICS,
  Writes: WRITE_METRICS,
  MQTT: MQTT_METRICS,
  'Links to brokers': BROKER_METRICS,
  'Remote source': REMOTE_METRICS,
  Process: PROCESS_METRICS,
};

/** @returns a function that reads every figure and writes them as Prometheus text. */
export function createMetrics(sources: MetricSources): () => Promise<string> {
  const registry = new Registry();
  for (const metric of Object.values(METRICS).flat()) if (sources[metric.source]) register(metric, sources, registry);
  return () => registry.metrics();
}

function register({ kind, name, help, labels, read }: Metric, sources: MetricSources, registry: Registry): void {
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  const told = (): ReturnType<Metric['read']> => read(sources).filter(({ value }) => Number.isFinite(value));
  // Emptied each time: what is gone (a device, a host) is told no more. One without labels would else be told as 0.
  if (kind === 'gauge') {
    new Gauge({
      ...common,
      collect() {
        this.reset();
        if (labels.length === 0) this.remove();
        for (const sample of told()) this.set({ ...sample.labels }, sample.value);
      },
    });
  } else {
    new Counter({
      ...common,
      collect() {
        this.reset();
        if (labels.length === 0) this.remove();
        for (const sample of told()) this.inc({ ...sample.labels }, sample.value);
      },
    });
  }
}
