import type { MetricSources } from './metric-sources.ts';

/** One value of a metric; one that is not finite is left out: it could not be told. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export type MetricSource = keyof MetricSources;
type Figures<K extends MetricSource> = NonNullable<ReturnType<NonNullable<MetricSources[K]>>>;

/** One line of `/metrics` and of docs/metrics.md. */
export interface Metric {
  readonly source: MetricSource;
  readonly kind: 'counter' | 'gauge';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (sources: MetricSources) => readonly Sample[];
}

/** As it stands in a table: kind, name, help, how it is read, labels. */
export type MetricRow<K extends MetricSource> = readonly [
  kind: Metric['kind'],
  name: string,
  help: string,
  read: (figures: Figures<K>) => number | readonly Sample[],
  ...labels: string[],
];

/** The metrics that are read from one source. */
export function metricsOf<K extends MetricSource>(source: K, rows: readonly MetricRow<K>[]): readonly Metric[] {
  return rows.map(([kind, name, help, read, ...labels]) => ({
    source,
    kind,
    name,
    help,
    labels,
    read: (sources) => {
      const figures = sources[source]?.();
      if (figures === undefined) return [];
      const found = read(figures as Figures<K>);
      return typeof found === 'number' ? [{ value: found }] : found;
    },
  }));
}

/** A record as samples with one label. */
export function byLabel(label: string, record: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(record).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
