import { stringify } from 'yaml';
import type { ReplayResult } from '../../../src-shared/contract/replay.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import { drivers } from '../../drivers/registry.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import type { TimeRange } from '../../historian/query.ts';
import { systemClock } from '../../kernel/clock.ts';
import { checkProject } from '../../project/check/check-project.ts';
import { requireSound } from '../../project/load-project.ts';
import { replayHistory } from './replay-history.ts';
import { type Processing, replayPlan } from './replay-plan.ts';
import type { RuleSpans } from './rule-spans.ts';

export type StoredRow = readonly [timeUs: number, value: number | string, status?: number | undefined];
type FileTag = Readonly<Record<string, unknown>> & { readonly id: string };

/** For tests: a project of one Modbus device `rig` and one calculated device `kpi`, as processing sees it. */
export function processingOf(rig: readonly FileTag[], kpi: readonly FileTag[] = []): Processing {
  const uidOf = (place: number, id: string): string =>
    `6f1de8d1-8f7e-4f7c-8a55-${place}${Buffer.from(id).toString('hex').padStart(11, '0').slice(-11)}`;
  const device = (place: number, id: string, protocol: string, tags: readonly FileTag[]): string =>
    stringify({
      ...{ id, uid: uidOf(place, id), protocol, uns_prefix: `a/${id}`, poll_interval: '1s' },
      ...(protocol === 'calculated' ? {} : { connection: { host: '127.0.0.1' } }),
      tags: tags.map((tag) => ({ uid: uidOf(place + 2, tag.id), ...tag })),
    });
  const files = new Map([
    ['nexus.yaml', 'project: { name: Rig }'],
    ['devices/rig.yaml', device(1, 'rig', 'modbus-tcp', rig)],
    ...(kpi.length > 0 ? [['devices/kpi.yaml', device(2, 'kpi', 'calculated', kpi)] as const] : []),
  ]);
  const { config, devices } = requireSound(checkProject(files, drivers));
  return { devices, rules: config.quality_rules };
}

export interface RiggedReplay {
  readonly before: Processing;
  readonly after: Processing;
  /** Stored points by the id of their tag. */
  readonly history: Readonly<Record<string, readonly StoredRow[]>>;
  readonly range: TimeRange;
  /** Rows of a piece of a scan. */
  readonly piece?: number;
  readonly spans?: RuleSpans;
  readonly signal?: AbortSignal;
  readonly rowsAtOnce?: number;
}

/** For tests: replays a history that is in memory. */
export function replayRigged(rig: RiggedReplay): Promise<Omit<ReplayResult, 'before' | 'after'>> {
  const { before, after, history, range, piece = 7, spans = new Map(), signal = new AbortController().signal } = rig;
  const tags = before.devices.flatMap((device) => device.tags);
  return replayHistory(replayPlan(before, after), spans, range, {
    clock: systemClock,
    source: ({ uid }) => memorySource(history[tags.find((tag) => tag.uid === uid)!.id] ?? [], piece),
    signal,
    progress: () => undefined,
    rowsAtOnce: rig.rowsAtOnce,
  });
}

function memorySource(rows: readonly StoredRow[], piece: number): HistorySource {
  const within = ({ fromUs, toUs }: TimeRange): StoredRow[] => rows.filter(([us]) => us >= fromUs && us < toUs);
  return {
    series: async ({ buckets, ...range }) => {
      const series = seriesOf(within(range));
      return { series: buckets === undefined ? series : bucketsOf(series, range, buckets), gaps: [] };
    },
    scan: async function* scan(range) {
      const own = within(range);
      for (let at = 0; at < own.length; at += piece) yield seriesOf(own.slice(at, at + piece));
    },
  };
}

function seriesOf(rows: readonly StoredRow[]): RawSeries {
  const cells = rows.flatMap(([, value], row) =>
    typeof value === 'string' ? [{ row, kind: 'string', value } as const] : [],
  );
  return {
    kind: 'raw',
    timeUs: Float64Array.from(rows, ([us]) => us),
    value: Float64Array.from(rows, ([, value]) => (typeof value === 'string' ? Number.NaN : value)),
    status: Uint32Array.from(rows, ([, , status]) => status ?? STATUS.Good),
    ...(cells.length > 0 && { cells }),
  };
}

/** As many equal buckets, of which only those with a point are listed; what nobody asks for here is left at 0. */
function bucketsOf({ timeUs }: RawSeries, { fromUs, toUs }: TimeRange, buckets: number): BucketSeries {
  const widthUs = (toUs - fromUs) / buckets;
  const starts = new Set(Array.from(timeUs, (us) => fromUs + Math.floor((us - fromUs) / widthUs) * widthUs));
  const none = new Float64Array(starts.size);
  const columns = { min: none, max: none, avg: none, first: none, last: none, count: none, bad: none };
  return { kind: 'buckets', fromUs, widthUs, timeUs: Float64Array.from(starts), ...columns };
}
