import { z } from 'zod';
import { create } from 'zustand';
import { type SavedTrend, TrendContent, type TrendNote } from '../../src-shared/contract/trends.ts';
import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import { openPaths, tabClosed, tabOpened } from './layout.ts';
import { addPens } from './pen-list.ts';
import { readStored, writeStored } from './stored.ts';
import { sameTag, type TagRef } from './tags.ts';

const KEY = 'nexus.trends';
/** `kept`: the trend of the project that this one came from or was saved as, and what it held then. */
const Trend = TrendContent.extend({
  id: z.string(),
  kept: z.object({ id: z.string(), version: z.string(), content: z.string() }).optional(),
});
const Trends = z.object({ trends: z.array(Trend).max(100) });
export type Trend = z.output<typeof Trend>;

/** Trends as this browser has them, those of the project with their edits. They hold what to draw, never values. */
export const useTrends = create<z.output<typeof Trends>>()(() => readStored(KEY, Trends) ?? { trends: [] });
useTrends.subscribe((state) => writeStored(KEY, state));

const TREND_PATH = /^trend\/(.+)$/;

/** What a project keeps of a trend. */
export const contentOf = ({ name, spanMs, layout, pens, notes }: Trend): TrendContent => ({
  ...{ name, spanMs, layout, pens, notes },
});

const textOf = (content: TrendContent): string => JSON.stringify(content);

/** Whether a trend differs from what the project keeps of it. One that is not kept there has no edits. */
export const isEdited = (trend: Trend): boolean =>
  trend.kept !== undefined && trend.kept.content !== textOf(contentOf(trend));

function freeId(): string {
  const { trends } = useTrends.getState();
  let number = 1;
  while (trends.some((trend) => trend.id === String(number))) number++;
  return String(number);
}

/** Makes an empty trend and returns its id. @param name unless it is to be named by its number. */
export function trendMade(name?: string): string {
  const id = freeId();
  const made: Trend = { id, name: name ?? `Trend ${id}`, spanMs: 5 * 60_000, layout: 'unit', pens: [], notes: [] };
  useTrends.setState(({ trends }) => ({ trends: [...trends, made] }));
  return id;
}

/** Takes what the project keeps; in place of what was here as `id`, else as another one. Returns its id. */
export function trendTaken(
  id: string | undefined,
  { id: keptId, version, ...content }: SavedTrend & { readonly version: string },
): string {
  const own = id ?? freeId();
  const here = useTrends.getState().trends.find((trend) => trend.id === own);
  // What is drawn already is not drawn anew.
  if (here?.kept?.version === version && !isEdited(here)) return own;
  const kept = { id: keptId, version, content: '' };
  const trend: Trend = { ...content, id: own, kept };
  const taken: Trend = { ...trend, kept: { ...kept, content: textOf(contentOf(trend)) } };
  useTrends.setState(({ trends }) => ({ trends: [...trends.filter((one) => one.id !== own), taken] }));
  return own;
}

export function trendRemoved(id: string): void {
  tabClosed(`trend/${id}`, 'surely');
  useTrends.setState(({ trends }) => ({ trends: trends.filter((trend) => trend.id !== id) }));
}

const change = (id: string, edit: (trend: Trend) => Trend): void =>
  useTrends.setState(({ trends }) => ({ trends: trends.map((trend) => (trend.id === id ? edit(trend) : trend)) }));

/** The project keeps it now, as it stands. */
export const trendKept = (
  id: string,
  as: { readonly id: string; readonly name: string; readonly version: string },
): void =>
  change(id, (trend) => {
    const named = { ...trend, name: as.name };
    return { ...named, kept: { id: as.id, version: as.version, content: textOf(contentOf(named)) } };
  });

export const pensAdded = (id: string, tags: readonly TagRef[]): void =>
  change(id, (trend) => ({ ...trend, pens: [...addPens(trend.pens, tags)] }));

export const penRemoved = (id: string, tag: TagRef): void =>
  change(id, (trend) => ({ ...trend, pens: trend.pens.filter((pen) => !sameTag(pen, tag)) }));

export const spanChosen = (id: string, spanMs: number): void => change(id, (trend) => ({ ...trend, spanMs }));

export const layoutChosen = (id: string, layout: TrendLayout): void => change(id, (trend) => ({ ...trend, layout }));

export const noteAdded = (id: string, note: TrendNote): void =>
  change(id, (trend) => ({ ...trend, notes: [...trend.notes, note].sort((a, b) => a.atUs - b.atUs) }));

export const noteRemoved = (id: string, note: TrendNote): void =>
  change(id, (trend) => ({ ...trend, notes: trend.notes.filter((one) => one !== note) }));

/** Adds tags to the trend that is open, the last one in the tab row where several are, or a new one; and shows it. */
export function addToTrend(tags: readonly TagRef[]): void {
  const { trends } = useTrends.getState();
  const open = openTrends();
  const id = trends.findLast((trend) => open.includes(trend.id))?.id ?? trends.at(-1)?.id ?? trendMade();
  pensAdded(id, tags);
  tabOpened(`trend/${id}`, 'kept');
}

/** Ids of the trends that have an open tab. */
export const openTrends = (): readonly string[] => openPaths().flatMap((path) => TREND_PATH.exec(path)?.[1] ?? []);
