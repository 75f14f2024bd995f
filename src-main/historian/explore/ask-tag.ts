import type { Aggregate, QualityFilter } from '../../../src-shared/contract/history-question.ts';
import { fitsRollups, type HistorySource as SourceName, sourceOf } from '../../../src-shared/domain/bucket-width.ts';
import type { BucketSeries, Gap } from '../../../src-shared/domain/series.ts';
import type { BucketGrid } from '../bucket-grid.ts';
import type { TimeRange } from '../query.ts';
import { BucketFold, type FoldedBuckets } from './bucket-fold.ts';
import type { HistorySource } from './history-source.ts';
import { holdEmpty } from './hold-empty.ts';
import { lastBefore } from './nearest-samples.ts';
import { overview } from './overview.ts';
import { rawColumns } from './raw-columns.ts';
import { TextTable } from './text-table.ts';

/** What is asked of one tag. */
export interface TagQuestion {
  readonly range: TimeRange;
  /** Left out: every point. */
  readonly grid: BucketGrid | undefined;
  readonly nowUs: number;
  readonly aggregates: readonly Aggregate[];
  readonly quality: QualityFilter;
  readonly gaps: 'empty' | 'hold';
  /** When a condition held; left out: there is none. */
  readonly spans: readonly TimeRange[] | undefined;
  readonly limit: number;
  readonly isText: boolean;
}

/** `time`, and what was asked for, as columns of equal length. */
export interface TagAnswer {
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** What the numbers in the columns of a tag of texts stand for. */
  readonly texts: readonly string[];
  readonly source: SourceName;
  /** Of a bucket; 0 for single points. */
  readonly widthUs: number;
  readonly gaps: readonly Gap[];
  readonly known: boolean;
  readonly rawFromUs?: number;
  /** There is more in the range than the rows that were asked for. */
  readonly isCut: boolean;
}

const OF_ROLLUPS: ReadonlySet<Aggregate> = new Set(['avg', 'min', 'max', 'first', 'last', 'count']);
/** What can be said of texts. */
const OF_TEXTS: ReadonlySet<Aggregate> = new Set(['first', 'last', 'count', 'state']);
/** A store answers at most so many buckets at once. */
const BUCKETS_AT_ONCE = 10_000;

/** Whether the buckets of a store answer it, or its points have to be read. */
export function isOfRollups({ grid, aggregates, quality, spans, isText }: TagQuestion): boolean {
  if (!grid || quality === 'good' || spans || isText || !fitsRollups(grid.widthUs)) return false;
  return aggregates.every((each) => OF_ROLLUPS.has(each));
}

/** @throws NexusError as the source does */
export async function askTag(source: HistorySource, question: TagQuestion, signal?: AbortSignal): Promise<TagAnswer> {
  if (!question.grid) return rawColumns(source, question, signal);
  return isOfRollups(question)
    ? askRollups(source, question, question.grid, signal)
    : foldPoints(source, question, question.grid, signal);
}

async function askRollups(
  source: HistorySource,
  { aggregates, gaps: fill, nowUs, limit }: TagQuestion,
  grid: BucketGrid,
  signal: AbortSignal | undefined,
): Promise<TagAnswer> {
  const parts: BucketSeries[] = [];
  const gaps: Gap[] = [];
  const endUs = grid.fromUs + grid.widthUs * grid.buckets;
  let [known, rawFromUs] = [false, undefined as number | undefined];
  for (let at = 0; at < grid.buckets; at += BUCKETS_AT_ONCE) {
    const buckets = Math.min(BUCKETS_AT_ONCE, grid.buckets - at);
    const fromUs = grid.fromUs + at * grid.widthUs;
    const answer = await source.series({ fromUs, toUs: fromUs + buckets * grid.widthUs, buckets }, signal);
    if (answer.series.kind === 'buckets') parts.push(answer.series);
    gaps.push(...answer.gaps);
    known ||= answer.known ?? true;
    rawFromUs ??= answer.rawFromUs;
  }
  const whole = joined(parts);
  const series = fill === 'hold' ? holdEmpty(whole, gaps, endUs, nowUs) : whole;
  const rows = Math.min(limit, series.timeUs.length);
  const cut = (values: Float64Array): Float64Array => values.subarray(0, rows);
  const asked = aggregates.filter((each) => OF_ROLLUPS.has(each)) as (keyof BucketSeries & Aggregate)[];
  return {
    columns: [
      { name: 'time', values: cut(series.timeUs) },
      ...asked.map((name) => ({ name, values: cut(series[name] as Float64Array) })),
      { name: 'bad', values: cut(series.bad) },
    ],
    texts: [],
    source: sourceOf(series.fromUs, series.widthUs),
    widthUs: series.widthUs,
    gaps,
    known,
    ...(rawFromUs !== undefined && { rawFromUs }),
    isCut: rows < series.timeUs.length,
  };
}

function joined(parts: readonly BucketSeries[]): BucketSeries {
  const [first, ...others] = parts;
  if (!first) throw new TypeError('A question for buckets was answered with points');
  if (others.length === 0) return first;
  const join = (name: 'timeUs' | 'min' | 'max' | 'avg' | 'first' | 'last' | 'count' | 'bad'): Float64Array => {
    const all = new Float64Array(parts.reduce((sum, part) => sum + part[name].length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part[name], at);
      at += part[name].length;
    }
    return all;
  };
  return {
    ...first,
    timeUs: join('timeUs'),
    min: join('min'),
    max: join('max'),
    avg: join('avg'),
    first: join('first'),
    last: join('last'),
    count: join('count'),
    bad: join('bad'),
  };
}

async function foldPoints(
  source: HistorySource,
  question: TagQuestion,
  grid: BucketGrid,
  signal: AbortSignal | undefined,
): Promise<TagAnswer> {
  const { nowUs, quality, spans, limit, isText, aggregates, gaps: fill } = question;
  const endUs = grid.fromUs + grid.widthUs * grid.buckets;
  const range = { fromUs: grid.fromUs, toUs: endUs };
  const { gaps, known, rawFromUs } = await overview(source, range, signal);
  const states = aggregates.includes('state');
  const fold = new BucketFold({
    grid,
    toUs: Math.min(endUs, Math.max(nowUs, grid.fromUs)),
    quality,
    gaps,
    spans,
    states,
  });
  const texts = new TextTable();
  const lead = await lastBefore(source, grid.fromUs, signal);
  if (lead) fold.add(texts.numbered(lead));
  for await (const piece of source.scan(range, signal)) fold.add(texts.numbered(piece));
  const folded = fold.finish();
  const rows = Math.min(limit, folded.timeUs.length);
  const columns = columnsOf(
    folded,
    aggregates.filter((each) => !isText || OF_TEXTS.has(each)),
    fill,
  );
  return {
    columns: columns.map(({ name, values }) => ({ name, values: values.subarray(0, rows) })),
    texts: texts.texts,
    source: 'raw',
    widthUs: grid.widthUs,
    gaps,
    known,
    ...(rawFromUs !== undefined && { rawFromUs }),
    isCut: rows < folded.timeUs.length,
  };
}

function columnsOf(folded: FoldedBuckets, asked: readonly Aggregate[], fill: 'empty' | 'hold'): TagAnswer['columns'] {
  const { count, kept } = folded;
  const filled = (values: Float64Array): Float64Array =>
    fill === 'empty' ? values : values.map((value, at) => (count[at] === 0 ? kept[at]! : value));
  const plain = asked.filter((each) => each !== 'state');
  return [
    { name: 'time', values: folded.timeUs },
    ...plain.map((name) => ({ name, values: HELD.has(name) ? filled(folded[name]) : folded[name] })),
    ...(asked.includes('state')
      ? folded.states.map(({ value, seconds }) => ({
          name: `state:${Number.isNaN(value) ? 'other' : value}`,
          values: seconds,
        }))
      : []),
    { name: 'bad', values: folded.bad },
  ];
}

/** Aggregates that a bucket without a sample takes from the value that held. */
const HELD: ReadonlySet<Aggregate> = new Set(['avg', 'min', 'max', 'first', 'last']);
