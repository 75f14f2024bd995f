import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '../../state/stored.ts';

/** A column of a watch table. */
export interface WatchColumn {
  readonly id: string;
  readonly title: string;
  /** As a track of a CSS grid, and the least of it in pixels. */
  readonly width: string;
  readonly leastPx: number;
  readonly align?: 'right';
  /** Left out where nobody may write. */
  readonly isForWriting?: true;
  /** Shown only to whoever chooses it; the others always. */
  readonly isChosen?: true;
  /** What it shows, where its title does not say it. */
  readonly hint?: string;
}

const fixed = (px: number): Pick<WatchColumn, 'width' | 'leastPx'> => ({ width: `${px}px`, leastPx: px });
const growing = (px: number, share: number | string): Pick<WatchColumn, 'width' | 'leastPx'> => ({
  width: `minmax(${px}px, ${typeof share === 'number' ? `${share}fr` : share})`,
  leastPx: px,
});

export const WATCH_COLUMNS = [
  { id: 'grip', title: '', ...fixed(24) },
  { id: 'tag', title: 'Tag', ...growing(148, 2) },
  { id: 'value', title: 'Value', align: 'right', ...fixed(124) },
  {
    id: 'raw',
    title: 'Raw',
    align: 'right',
    isChosen: true,
    hint: 'As the device has it, before scaling: read once a second beside the polls',
    ...fixed(96),
  },
  { id: 'quality', title: 'Quality', ...growing(72, 1) },
  { id: 'source', title: 'Source time', align: 'right', ...fixed(104) },
  {
    id: 'gateway',
    title: 'Gateway time',
    align: 'right',
    isChosen: true,
    hint: 'When the gateway last knew the value to hold',
    ...fixed(104),
  },
  { id: 'age', title: 'Age', align: 'right', ...fixed(54) },
  { id: 'min', title: 'Min', align: 'right', isChosen: true, hint: 'Since the last reset', ...fixed(84) },
  { id: 'max', title: 'Max', align: 'right', isChosen: true, hint: 'Since the last reset', ...fixed(84) },
  { id: 'changes', title: 'Changes', align: 'right', isChosen: true, hint: 'Since the last reset', ...fixed(72) },
  { id: 'spark', title: 'Last 30 s', isChosen: true, ...fixed(112) },
  { id: 'prepared', title: 'Prepared', isForWriting: true, ...growing(88, '112px') },
  { id: 'write', title: 'Write', isForWriting: true, ...fixed(42) },
  { id: 'result', title: 'Result', isForWriting: true, ...growing(88, '112px') },
  { id: 'note', title: 'Note', ...growing(72, 1) },
] as const satisfies readonly WatchColumn[];

export type WatchColumnId = (typeof WATCH_COLUMNS)[number]['id'];

const KEY = 'nexus.watch-columns';
const ALL: readonly WatchColumn[] = WATCH_COLUMNS;

/** Columns that can be added to the usual ones. */
export const CHOSEN_COLUMNS = ALL.filter(({ isChosen }) => isChosen);

/** Which of them this browser shows, in all watch tables. */
export const useWatchColumns = create<{ readonly chosen: readonly string[] }>()(() => ({
  chosen: readStored(KEY, z.array(z.string().max(32)).max(32)) ?? [],
}));

export function watchColumnsChosen(chosen: readonly string[]): void {
  useWatchColumns.setState({ chosen });
  writeStored(KEY, chosen);
}

/** The columns of a table, from left to right. */
export const shownColumns = (chosen: readonly string[], mayWrite: boolean): readonly WatchColumn[] =>
  ALL.filter(({ id, isChosen, isForWriting }) => (!isChosen || chosen.includes(id)) && (!isForWriting || mayWrite));
