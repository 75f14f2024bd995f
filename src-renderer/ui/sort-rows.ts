import type { SortTerm } from '../state/grid-views.ts';
import type { Column } from './grid-column.ts';
import { orderOf, type SortKeys, type SortTask } from './list-order.ts';
import type { SortAnswer, SortAsk } from './sort-worker.ts';

/** Rows that are sorted before the next frame; more of them are for a thread of their own. */
const AT_ONCE = 4_000;

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, (order: Uint32Array) => void>();

/** The order of rows: at once for a few, from another thread for many; null: none of the columns is there. */
export function sortRows<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  sort: readonly SortTerm[],
): Uint32Array | Promise<Uint32Array> | null {
  const terms = sort.flatMap(({ column, isDescending }) => {
    const found = columns.find(({ id }) => id === column);
    const read = found && (found.sortKey ?? found.text);
    return read ? [{ read, isDescending }] : [];
  });
  if (terms.length === 0) return null;
  const task: SortTask = {
    keys: terms.map(({ read }) => keysOf(rows, read)),
    descending: terms.map(({ isDescending }) => isDescending),
  };
  return rows.length <= AT_ONCE ? orderOf(task) : ask(task);
}

/** One that has a number makes all of them numbers: the others have none. */
function keysOf<R>(rows: readonly R[], read: (row: R) => string | number | null | undefined): SortKeys {
  const keys = rows.map(read);
  if (!keys.some((key) => typeof key === 'number')) return keys.map((key) => (typeof key === 'string' ? key : ''));
  return Float64Array.from(keys, (key) => (typeof key === 'number' ? key : Number.NaN));
}

function ask(task: SortTask): Promise<Uint32Array> {
  const { promise, resolve } = Promise.withResolvers<Uint32Array>();
  const number = ++asked;
  waiting.set(number, resolve);
  worker ??= start();
  worker.postMessage({ number, task } satisfies SortAsk);
  return promise;
}

function start(): Worker {
  const thread = new Worker(new URL('./sort-worker.ts', import.meta.url), { type: 'module' });
  thread.addEventListener('message', ({ data: { number, order } }: MessageEvent<SortAnswer>) => {
    waiting.get(number)?.(order);
    waiting.delete(number);
  });
  return thread;
}
