import type { Aggregate, HistoryQuestion } from '../../../src-shared/contract/history-question.ts';
import { formatWidth, type HistorySource, sourceUnitUs } from '../../../src-shared/domain/bucket-width.ts';
import type { TimeRange } from '../../historian/query.ts';
import { DEFAULT_SCHEMA } from '../../historian/timescale/link/database-options.ts';
import { isoTime } from '../tags/value-rows.ts';
import type { AskedTags } from './asked-tags.ts';

const VIEWS: Readonly<Record<HistorySource, string>> = {
  raw: 'metrics',
  '1-min': 'metrics_1min',
  '1-hour': 'metrics_1hour',
  '1-day': 'metrics_1day',
};

/**
 * A question as SQL on the views of the PostgreSQL store, for people who go on in psql or Grafana. Time-weighted
 * averages and times in state are computed by the gateway from these points.
 *
 * @param widthUs of a bucket; 0: every point.
 * @param schema of the database; undefined where history is in the embedded file, which the text says then.
 */
export function questionSql(
  question: Pick<HistoryQuestion, 'aggregates' | 'quality' | 'limit'>,
  { tags, condition }: AskedTags,
  { fromUs, toUs }: TimeRange,
  widthUs: number,
  source: HistorySource,
  schema: string | undefined,
): string {
  const { aggregates, quality, limit } = question;
  const notes = [...(schema === undefined ? [EMBEDDED] : []), `-- Source: ${SOURCE_WORDS[source]}.`];
  const own = aggregates.filter((each) => each === 'twa' || each === 'state');
  const isPlain = widthUs === 0 || own.length === aggregates.length;
  if (widthUs > 0 && own.length > 0)
    notes.push(`-- ${own.map((each) => OWN[each]!).join(' and ')}: computed by the gateway from the points.`);
  if (condition)
    notes.push(
      `-- Only when ${condition.tag} ${condition.operator} ${condition.value}: applied by the gateway, as each value holds until the next.`,
    );
  const time = widthUs === 0 || widthUs === sourceUnitUs(source) ? 'time' : bucketTime(widthUs);
  const isBucketed = !isPlain && time !== 'time';
  const columns = isPlain ? ['value', 'status'] : aggregates.flatMap((each) => expression(each, source, isBucketed));
  return [
    ...notes,
    `SELECT ${time === 'time' || isPlain ? 'time' : `${time} AS time`}, topic, ${columns.join(', ')}`,
    `FROM ${schemaName(schema)}.${VIEWS[source]}`,
    `WHERE topic IN (${tags.map(({ view }) => quoted(view.topic)).join(', ')})`,
    `  AND time >= ${quoted(isoTime(fromUs))} AND time < ${quoted(isoTime(toUs))}`,
    ...(source === 'raw' && quality !== 'all' ? [`  AND quality >= ${quality === 'good' ? 192 : 64}`] : []),
    ...(isBucketed ? ['GROUP BY 1, 2'] : []),
    'ORDER BY topic, time',
    ...(isPlain && limit < 2_000_000 ? [`LIMIT ${limit}`] : []),
  ].join('\n');
}

const EMBEDDED =
  '-- The embedded file of this project has no SQL for others: this is the query for a database (historian.database).';

/** A configured name may be a word of SQL. */
const schemaName = (schema = DEFAULT_SCHEMA): string => (schema === DEFAULT_SCHEMA ? schema : `"${schema}"`);

const SOURCE_WORDS: Readonly<Record<HistorySource, string>> = {
  raw: 'every point (kept for the shortest time)',
  '1-min': 'averages of a minute (kept as long as the points)',
  '1-hour': 'averages of an hour',
  '1-day': 'averages of a day (kept the longest)',
};

const OWN: Partial<Record<Aggregate, string>> = { twa: 'Time-weighted average', state: 'Time in state' };

const UNITS: Readonly<Record<string, string>> = {
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
};

function bucketTime(widthUs: number): string {
  const [, size, unit] = /^(\d+)(\w+)$/.exec(formatWidth(widthUs))!;
  return `date_bin('${size} ${UNITS[unit!]}', time, '1970-01-01Z')`;
}

function expression(aggregate: Aggregate, source: HistorySource, isBucketed: boolean): string[] {
  if (aggregate === 'twa' || aggregate === 'state') return [];
  const name = `"${aggregate}"`;
  if (!isBucketed && source !== 'raw') return [aggregate === 'std' ? 'NULL AS "std"' : name];
  if (source === 'raw') return [`${OF_POINTS[aggregate]} AS ${name}`];
  return [`${OF_AVERAGES[aggregate]} AS ${name}`];
}

type Plain = Exclude<Aggregate, 'twa' | 'state'>;
const OF_POINTS: Readonly<Record<Plain, string>> = {
  avg: 'avg(value)',
  min: 'min(value)',
  max: 'max(value)',
  first: '(array_agg(value ORDER BY time))[1]',
  last: '(array_agg(value ORDER BY time DESC))[1]',
  count: 'count(value)',
  std: 'stddev_samp(value)',
};
const OF_AVERAGES: Readonly<Record<Plain, string>> = {
  avg: 'sum(avg * count) / sum(count)',
  min: 'min(min)',
  max: 'max(max)',
  first: '(array_agg(first ORDER BY time))[1]',
  last: '(array_agg(last ORDER BY time DESC))[1]',
  count: 'sum(count)',
  std: 'NULL',
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
