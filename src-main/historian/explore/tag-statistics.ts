import type { QualityFilter } from '../../../src-shared/contract/history-question.ts';
import { severity } from '../../../src-shared/domain/quality.ts';
import type { Gap } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../query.ts';
import { BucketFold } from './bucket-fold.ts';
import type { HistorySource } from './history-source.ts';
import { Holds } from './holds.ts';
import { lastBefore, nearestSamples } from './nearest-samples.ts';
import { type Overview, overview } from './overview.ts';
import { TextTable } from './text-table.ts';

/** A tag over a range: numbers of its samples, and how whole its data are. NaN: there is no such number. */
export interface TagStatistics {
  readonly known: boolean;
  /** Samples that take part. */
  readonly count: number;
  readonly bad: number;
  /** Of the samples that are not Bad; NaN where they were not read one by one. */
  readonly uncertain: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  /** NaN where the points were not read. */
  readonly std: number;
  readonly twa: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /**
   * Share of the range, as far as it is past, for which a value is known, 0–1: a usable sample counts until the next one,
   * not across gaps or Bad ones, and no longer than it is believed.
   */
  readonly coverage: number;
  readonly gaps: readonly Gap[];
  readonly nearest: { readonly beforeUs?: number; readonly afterUs?: number };
  /** Whether every point was read, or rollups told most of it. */
  readonly isExact: boolean;
}

/** More points than these are not read one by one for statistics. */
const READ_AT_MOST = 1_000_000;
/**
 * For coverage a sample is believed for twenty usual steps between samples, and for a quarter of an hour: what is missing
 * for longer is missing, even where nobody recorded a gap.
 */
const BELIEVED_STEPS = 20;
const BELIEVED_US = 900e6;

export interface StatisticsQuestion extends TimeRange {
  readonly nowUs: number;
  readonly quality: QualityFilter;
  readonly spans?: readonly TimeRange[] | undefined;
  readonly isText: boolean;
}

/** @throws NexusError as the source does */
export async function tagStatistics(
  source: HistorySource,
  question: StatisticsQuestion,
  signal?: AbortSignal,
): Promise<TagStatistics> {
  const { nowUs } = question;
  const range = { fromUs: question.fromUs, toUs: question.toUs };
  const seen = await overview(source, range, signal);
  if (seen.points === 0) {
    const nearest = seen.known ? await nearestSamples(source, range, nowUs, signal) : {};
    return { ...NOTHING, known: seen.known, gaps: seen.gaps, nearest };
  }
  const numbers =
    seen.points > READ_AT_MOST || seen.rawFromUs !== undefined
      ? ofBuckets(seen, range, nowUs)
      : await ofPoints(source, question, seen, signal);
  return { ...numbers, known: true, gaps: seen.gaps, nearest: {} };
}

type Numbers = Omit<TagStatistics, 'known' | 'gaps' | 'nearest'>;

const NONE = Number.NaN;
const NOTHING: Numbers = {
  count: 0,
  bad: 0,
  uncertain: 0,
  min: NONE,
  max: NONE,
  avg: NONE,
  std: NONE,
  twa: NONE,
  firstUs: NONE,
  lastUs: NONE,
  coverage: 0,
  isExact: true,
};

async function ofPoints(
  source: HistorySource,
  { fromUs, toUs, nowUs, quality, spans, isText }: StatisticsQuestion,
  seen: Overview,
  signal: AbortSignal | undefined,
): Promise<Numbers> {
  const { gaps } = seen;
  const pastUs = Math.min(toUs, Math.max(nowUs, fromUs + 1));
  const grid = { fromUs, widthUs: toUs - fromUs, buckets: 1 };
  const fold = new BucketFold({ grid, toUs: pastUs, quality, gaps, spans, states: false });
  const mostUs = believedUs(seen);
  let coveredUs = 0;
  const covered = new Holds({ fromUs, toUs: pastUs, quality, gaps }, (_, from, to) => {
    coveredUs += Math.min(to - from, mostUs);
  });
  const texts = new TextTable();
  const lead = await lastBefore(source, fromUs, signal);
  const take = (piece: Parameters<typeof texts.numbered>[0]): void => {
    const points = texts.numbered(piece);
    fold.add(points);
    covered.add(points);
  };
  if (lead) take(lead);
  let [firstUs, lastUs, uncertain] = [NONE, NONE, 0];
  for await (const piece of source.scan({ fromUs, toUs }, signal)) {
    take(piece);
    if (Number.isNaN(firstUs)) firstUs = piece.timeUs[0] ?? NONE;
    lastUs = piece.timeUs.at(-1) ?? lastUs;
    for (const status of piece.status) if (severity(status) === 'uncertain') uncertain++;
  }
  covered.finish();
  const { count, bad, min, max, avg, std, twa } = fold.finish();
  const number = (column: Float64Array): number => (isText ? NONE : (column[0] ?? NONE));
  return {
    count: count[0] ?? 0,
    bad: bad[0] ?? 0,
    uncertain,
    min: number(min),
    max: number(max),
    avg: number(avg),
    std: number(std),
    twa: number(twa),
    firstUs,
    lastUs,
    coverage: coveredUs / (pastUs - fromUs),
    isExact: true,
  };
}

/** What rollups tell: a bucket is covered as far as its samples are not Bad; one without samples, as the one before. */
function ofBuckets(seen: Overview, { fromUs, toUs }: TimeRange, nowUs: number): Numbers {
  const { buckets } = seen;
  const { timeUs, min, max, avg, count, bad } = buckets;
  let [sum, samples, bads, least, most] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < timeUs.length; row++) {
    bads += bad[row]!;
    if (count[row] === 0) continue;
    sum += avg[row]! * count[row]!;
    samples += count[row]!;
    least = Math.min(least, min[row]!);
    most = Math.max(most, max[row]!);
  }
  const pastUs = Math.min(toUs, Math.max(nowUs, fromUs + 1));
  return {
    ...NOTHING,
    count: samples,
    bad: bads,
    uncertain: NONE,
    min: samples > 0 ? least : NONE,
    max: samples > 0 ? most : NONE,
    avg: samples > 0 ? sum / samples : NONE,
    firstUs: Math.max(fromUs, timeUs[0]!),
    lastUs: Math.min(pastUs, timeUs.at(-1)! + buckets.widthUs),
    coverage: Math.min(1, coveredUs(seen, pastUs) / (pastUs - fromUs)),
    isExact: false,
  };
}

function believedUs({ points, buckets: { timeUs, widthUs } }: Overview): number {
  const spanUs = timeUs.at(-1)! + widthUs - timeUs[0]!;
  return Math.max(BELIEVED_US, (BELIEVED_STEPS * spanUs) / points);
}

function coveredUs(seen: Overview, pastUs: number): number {
  const { buckets, gaps } = seen;
  const { timeUs, count, bad, widthUs } = buckets;
  const mostUs = widthUs + believedUs(seen);
  let covered = 0;
  for (let row = 0; row < timeUs.length; row++) {
    const share = count[row]! / (count[row]! + bad[row]!);
    const nextUs = Math.min(pastUs, timeUs[row + 1] ?? pastUs, timeUs[row]! + mostUs);
    const untilUs = Math.min(nextUs, share === 1 ? nextUs : timeUs[row]! + widthUs);
    covered += Math.max(0, untilUs - timeUs[row]!) * share;
  }
  const gapUs = gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.toUs, pastUs) - gap.fromUs), 0);
  return Math.max(0, covered - gapUs);
}
