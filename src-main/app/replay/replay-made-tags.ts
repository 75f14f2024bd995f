import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { lastBefore } from '../../historian/explore/nearest-samples.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { QueryTurn } from '../../historian/query-turn.ts';
import { MadeWorld } from './made-world.ts';
import { PointPairs } from './point-pairs.ts';
import type { PlannedTag, TagPair } from './replay-plan.ts';
import type { TagFindings } from './tag-findings.ts';
import type { TagReplay } from './tag-replay.ts';

/** A tag that others are made of, out of history. */
export interface MadeInput {
  readonly number: number;
  readonly source: HistorySource;
  /** Undefined where both configurations have the stored points as they are. */
  readonly replay: TagReplay | undefined;
  /** Whether the other configuration knows it. */
  readonly isInAfter: boolean;
}

export interface MadeReplay {
  readonly pairs: readonly TagPair[];
  /** Tags that are made in the other configuration only, and that some of the pairs may be made of. */
  readonly added: readonly PlannedTag[];
  readonly inputs: readonly MadeInput[];
  readonly range: TimeRange;
  readonly findings: ReadonlyMap<number, TagFindings>;
  readonly turn: QueryTurn;
  readonly signal: AbortSignal;
  /** Rows in memory at once, about; 5,000 or more unless given. */
  readonly rowsAtOnce: number | undefined;
  /** @param toUs how far it is */
  readonly took: (points: number, toUs: number) => void;
}

interface Row {
  readonly timeUs: number;
  readonly number: number;
  readonly value: number;
  readonly status: number;
  readonly cell: TypedCell | undefined;
}

/** Sorted in a few ms; of many inputs more, so that a stretch is worth asking all of them. */
const ROWS = 5_000;
const ROWS_OF_INPUT = 20;
const FIRST_US = 600e6;
const SHORTEST_US = 1e6;

/**
 * Makes tags anew from the history of what they are made of, once as each configuration makes them, and compares. Both
 * begin with nothing counted, so that only what the configurations do otherwise is a difference.
 */
export async function replayMadeTags(asked: MadeReplay): Promise<void> {
  const { pairs, added, inputs, range, findings, signal, turn } = asked;
  const rowsAtOnce = asked.rowsAtOnce ?? Math.max(ROWS, ROWS_OF_INPUT * inputs.length);
  const paired = new Map([...findings].map(([number, own]) => [number, new PointPairs(own)]));
  const told = (side: 'before' | 'after') => (batch: PointBatch) => {
    for (let row = 0; row < batch.count; row++) {
      const cell = batch.cells?.find((one) => one.row === row);
      const value = cell?.kind === 'string' ? cell.value : batch.value[row]!;
      paired.get(batch.tag[row]!)?.[side](batch.timeUs[row]!, value, batch.status[row]!);
    }
  };
  const olds = pairs.map(({ before }) => before);
  const before = await MadeWorld.open(olds, range.fromUs, told('before'), signal);
  const news = [...pairs.map(({ after }) => after), ...added];
  const after = await MadeWorld.open(news, range.fromUs, told('after'), signal);
  try {
    const first = await standing(asked);
    before.begin(batchOf(first, range.fromUs));
    after.begin(batchOf(await replayed(asked, first), range.fromUs));
    let widthUs = FIRST_US;
    for (let startUs = range.fromUs; startUs < range.toUs; ) {
      const endUs = Math.min(range.toUs, startUs + widthUs);
      const rows = await collect(
        asked,
        { fromUs: startUs, toUs: endUs },
        widthUs > SHORTEST_US ? 4 * rowsAtOnce : Infinity,
      );
      if (!rows) {
        widthUs = Math.max(SHORTEST_US, widthUs / 4);
        continue;
      }
      await feed(rows, before, after, asked);
      before.advance(endUs);
      after.advance(endUs);
      for (const pair of paired.values()) pair.settle(endUs - 1);
      asked.took(rows.length, endUs);
      startUs = endUs;
      if (rows.length < rowsAtOnce / 2) widthUs *= 2;
      else if (rows.length > 2 * rowsAtOnce) widthUs = Math.max(SHORTEST_US, widthUs / 2);
      turn.check();
    }
    for (const pair of paired.values()) pair.settle(Number.POSITIVE_INFINITY);
  } finally {
    await before.close();
    await after.close();
  }
}

/** What stood when the range began. */
async function standing({ inputs, range, signal }: MadeReplay): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { number, source } of inputs) {
    const last = await lastBefore(source, range.fromUs, signal);
    if (!last) continue;
    const cell = (last as { readonly cells?: readonly TypedCell[] }).cells?.[0];
    rows.push({ timeUs: last.timeUs[0]!, number, value: last.value[0]!, status: last.status[0]!, cell });
  }
  return rows;
}

/** The stored points of all inputs in a stretch of time; undefined when there are too many. */
async function collect({ inputs, signal }: MadeReplay, range: TimeRange, most: number): Promise<Row[] | undefined> {
  const rows: Row[] = [];
  for (const { number, source } of inputs) {
    for await (const { timeUs, value, status, cells } of source.scan(range, signal)) {
      const byRow = cells && new Map(cells.map((cell) => [cell.row, cell]));
      for (let row = 0; row < timeUs.length; row++) {
        const cell = byRow?.get(row);
        rows.push({ timeUs: timeUs[row]!, number, value: value[row]!, status: status[row]!, cell });
      }
      if (rows.length > most) return undefined;
    }
  }
  return rows.sort((a, b) => a.timeUs - b.timeUs);
}

/** The points that the other configuration makes of these. */
async function replayed({ inputs, turn }: MadeReplay, rows: readonly Row[]): Promise<Row[]> {
  const byNumber = new Map(inputs.map((input) => [input.number, input]));
  const fresh: Row[] = [];
  for (const row of rows) {
    if (turn.isOver) await turn.rest();
    const { replay, isInAfter } = byNumber.get(row.number)!;
    if (isInAfter && !replay) fresh.push(row);
    if (!isInAfter || !replay?.take(row.timeUs, row.value, row.status, row.cell)) continue;
    const batch = replay.run(row.cell);
    for (let at = 0; at < (batch?.count ?? 0); at++) {
      const { timeUs, value, status, cells } = batch!;
      const cell = cells?.find((one) => one.row === at);
      fresh.push({ timeUs: timeUs[at]!, number: row.number, value: value[at]!, status: status[at]!, cell });
    }
  }
  return fresh;
}

/** Gives both worlds their points, all of one time together. */
async function feed(rows: readonly Row[], before: MadeWorld, after: MadeWorld, asked: MadeReplay): Promise<void> {
  const fresh = (await replayed(asked, rows)).sort((a, b) => a.timeUs - b.timeUs);
  let [b, a] = [0, 0];
  while (b < rows.length || a < fresh.length) {
    if (asked.turn.isOver) await asked.turn.rest();
    const timeUs = Math.min(rows[b]?.timeUs ?? Infinity, fresh[a]?.timeUs ?? Infinity);
    const [firstB, firstA] = [b, a];
    while (rows[b]?.timeUs === timeUs) b++;
    while (fresh[a]?.timeUs === timeUs) a++;
    if (b > firstB) before.take(batchOf(rows.slice(firstB, b), timeUs));
    else before.advance(timeUs);
    if (a > firstA) after.take(batchOf(fresh.slice(firstA, a), timeUs));
    else after.advance(timeUs);
  }
}

function batchOf(rows: readonly Row[], receivedUs: number): PointBatch {
  const count = rows.length;
  const tag = new Uint32Array(count);
  const timeUs = new Float64Array(count);
  const value = new Float64Array(count);
  const status = new Uint32Array(count);
  const cells: TypedCell[] = [];
  for (let row = 0; row < count; row++) {
    const one = rows[row]!;
    tag[row] = one.number;
    timeUs[row] = one.timeUs;
    value[row] = one.value;
    status[row] = one.status;
    if (one.cell) cells.push({ ...one.cell, row });
  }
  const columns = { count, device: 0, origin: 'local', receivedUs, tag, timeUs, value, status } as const;
  return cells.length > 0 ? { ...columns, cells } : columns;
}
