import { z } from 'zod';
import { create } from 'zustand';
import { openPaths, tabClosed, tabOpened } from './layout.ts';
import { addPens } from './pen-list.ts';
import { readStored, writeStored } from './stored.ts';
import { sameTag, type TagRef } from './tags.ts';
import { TREND_LAYOUTS, type TrendLayout } from './trend-layout.ts';

const KEY = 'nexus.trends';
const Trend = z.object({
  id: z.string(),
  name: z.string(),
  spanMs: z.number().positive(),
  layout: z.enum(TREND_LAYOUTS).default('unit'),
  pens: z.array(z.object({ slot: z.int().min(1).max(32), device: z.string(), tag: z.string() })).max(32),
});
const Trends = z.object({ trends: z.array(Trend).max(100) });
export type Trend = z.output<typeof Trend>;

/** Trends of this browser. They hold what to draw, never values. */
export const useTrends = create<z.output<typeof Trends>>()(() => readStored(KEY, Trends) ?? { trends: [] });
useTrends.subscribe((state) => writeStored(KEY, state));

const TREND_PATH = /^trend\/(.+)$/;

/** Makes an empty trend and returns its id. @param name unless it is to be named by its number. */
export function trendMade(name?: string): string {
  const { trends } = useTrends.getState();
  let number = 1;
  while (trends.some((trend) => trend.id === String(number))) number++;
  const trend: Trend = {
    id: String(number),
    name: name ?? `Trend ${number}`,
    spanMs: 5 * 60_000,
    layout: 'unit',
    pens: [],
  };
  useTrends.setState({ trends: [...trends, trend] });
  return trend.id;
}

export function trendRemoved(id: string): void {
  tabClosed(`trend/${id}`, 'surely');
  useTrends.setState(({ trends }) => ({ trends: trends.filter((trend) => trend.id !== id) }));
}

const change = (id: string, edit: (trend: Trend) => Trend): void =>
  useTrends.setState(({ trends }) => ({ trends: trends.map((trend) => (trend.id === id ? edit(trend) : trend)) }));

export const pensAdded = (id: string, tags: readonly TagRef[]): void =>
  change(id, (trend) => ({ ...trend, pens: [...addPens(trend.pens, tags)] }));

export const penRemoved = (id: string, tag: TagRef): void =>
  change(id, (trend) => ({ ...trend, pens: trend.pens.filter((pen) => !sameTag(pen, tag)) }));

export const spanChosen = (id: string, spanMs: number): void => change(id, (trend) => ({ ...trend, spanMs }));

export const layoutChosen = (id: string, layout: TrendLayout): void => change(id, (trend) => ({ ...trend, layout }));

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
