import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { type Columns, orderByTime, pickRows, sortByTime } from '../../historian/columns.ts';

/** What of imported points is new. */
export interface NewPoints {
  readonly columns: Columns;
  /** Rows whose point is stored already, and is the same. */
  readonly known: number;
  /** Rows of whose time another point is stored, or stands before them in the file; that one stays. */
  readonly differing: number;
}

/**
 * Leaves out what is stored, so that the same file again changes nothing, whatever became of the clock meanwhile.
 *
 * @param stored what is stored from the first to the last of the points, rising in time.
 */
export async function newPoints(
  points: RawSeries,
  stored: (fromUs: number, toUs: number) => AsyncIterable<RawSeries>,
): Promise<NewPoints> {
  const { timeUs, value, status, flags, cells = [] } = points;
  const columns = { timeUs, value, status, flags: flags ?? new Uint8Array(timeUs.length), cells };
  const { epoch } = points;
  const sorted = epoch?.some((each) => each !== epoch[0])
    ? pickRows(columns, latestFirst(timeUs, epoch))
    : sortByTime(columns);
  const texts = textsOf(sorted.cells);
  const isNew = new Uint8Array(timeUs.length).fill(1);
  let known = 0;
  let differing = 0;
  const drop = (row: number, isSame: boolean): void => {
    isNew[row] = 0;
    if (isSame) known++;
    else differing++;
  };
  for (let row = 1, first = 0; row < timeUs.length; row++) {
    if (sorted.timeUs[row] === sorted.timeUs[first]) drop(row, isSame(sorted, row, texts, sorted, first, texts));
    else first = row;
  }
  let row = 0;
  const [fromUs, toUs] = [sorted.timeUs[0]!, sorted.timeUs.at(-1)! + 1];
  for await (const piece of stored(fromUs, toUs)) {
    const own = textsOf(piece.cells ?? []);
    for (const [at, us] of piece.timeUs.entries()) {
      while (row < timeUs.length && sorted.timeUs[row]! < us) row++;
      for (; row < timeUs.length && sorted.timeUs[row] === us; row++)
        if (isNew[row] === 1) drop(row, isSame(sorted, row, texts, piece, at, own));
    }
  }
  if (known + differing === 0) return { columns: sorted, known, differing };
  const rows = Uint32Array.from(isNew.keys()).filter((each) => isNew[each] === 1);
  return { columns: pickRows(sorted, rows), known, differing };
}

/** In the order of time, and of one time the latest epoch first: that is the one that questions answer with. */
function latestFirst(timeUs: Float64Array, epoch: Uint16Array): Uint32Array {
  return orderByTime(timeUs).sort((a, b) => timeUs[a]! - timeUs[b]! || epoch[b]! - epoch[a]! || a - b);
}

type Values = Pick<RawSeries, 'value' | 'status'>;
type Texts = ReadonlyMap<number, string>;

function isSame(a: Values, rowA: number, textsA: Texts, b: Values, rowB: number, textsB: Texts): boolean {
  const [one, other] = [a.value[rowA]!, b.value[rowB]!];
  const sameNumber = one === other || (Number.isNaN(one) && Number.isNaN(other));
  return sameNumber && a.status[rowA] === b.status[rowB] && textsA.get(rowA) === textsB.get(rowB);
}

const textsOf = (cells: NonNullable<RawSeries['cells']>): Texts =>
  new Map(cells.map(({ row, kind, value }) => [row, `${kind} ${kind === 'bytes' ? value.join() : String(value)}`]));
