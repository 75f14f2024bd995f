import { z } from 'zod';
import { create } from 'zustand';
import { MOST_CAPTURES, type SavedTrend, TrendContent, type TrendNote } from '../../src-shared/contract/trends.ts';
import type { AxisScale, PenLook } from '../../src-shared/domain/pen-look.ts';
import type { TrendCompare } from '../../src-shared/domain/trend-compare.ts';
import { TREND_EVENTS, type TrendEventKind } from '../../src-shared/domain/trend-event.ts';
import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import type { TrendCapture, TrendTrigger } from '../../src-shared/domain/trend-trigger.ts';
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
export const contentOf = ({ id: _id, kept: _kept, ...content }: Trend): TrendContent => content;

/** In one order of keys, and without those that hold nothing, whatever wrote them. */
const textOf = (content: TrendContent): string =>
  JSON.stringify(Object.fromEntries(Object.entries(TrendContent.parse(content)).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Whether a trend differs from what the project keeps of it. One that is not kept there has no edits. */
export function isEdited(trend: Trend): boolean {
  if (!trend.kept) return false;
  const { content } = trend.kept;
  const text = textOf(contentOf(trend));
  return content !== text && (content === '' || textOf(TrendContent.parse(JSON.parse(content))) !== text);
}

function freeId(): string {
  const { trends } = useTrends.getState();
  let number = 1;
  while (trends.some((trend) => trend.id === String(number))) number++;
  return String(number);
}

/** Makes an empty trend and returns its id. @param name unless it is to be named by its number. */
export function trendMade(name?: string): string {
  const id = freeId();
  const made: Trend = {
    id,
    name: name ?? `Trend ${id}`,
    spanMs: 5 * 60_000,
    layout: 'unit',
    pens: [],
    axes: [],
    events: [],
    captures: [],
    notes: [],
  };
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

/** @param look all of it: what is left out follows from the slot and the tag again. */
export const penLooks = (id: string, slot: number, look: PenLook): void =>
  change(id, (trend) => ({
    ...trend,
    pens: trend.pens.map((pen) => (pen.slot === slot ? { slot, device: pen.device, tag: pen.tag, ...look } : pen)),
  }));

/** Shows a lane of events, or hides it. */
export const eventsToggled = (id: string, kind: TrendEventKind): void =>
  change(id, (trend) => ({
    ...trend,
    events: TREND_EVENTS.filter((one) => trend.events.includes(one) !== (one === kind)),
  }));

export const triggerChosen = (id: string, trigger: TrendTrigger): void =>
  change(id, (trend) => ({ ...trend, trigger }));

/** Those that are kept already are left out; of too many the newest stay. */
export const capturesAdded = (id: string, captures: readonly TrendCapture[]): void =>
  change(id, (trend) => {
    const known = new Set(trend.captures.map(({ atUs, text }) => `${atUs} ${text}`));
    const fresh = captures.filter(({ atUs, text }) => !known.has(`${atUs} ${text}`));
    if (fresh.length === 0) return trend;
    return { ...trend, captures: [...trend.captures, ...fresh].sort((a, b) => a.atUs - b.atUs).slice(-MOST_CAPTURES) };
  });

export const captureRemoved = (id: string, capture: TrendCapture): void =>
  change(id, (trend) => ({ ...trend, captures: trend.captures.filter((one) => one !== capture) }));

/** Sets the ends of an axis. @param ends undefined: it follows what is in sight again. */
export const axisScaled = (id: string, axis: string, ends: Pick<AxisScale, 'min' | 'max'> | undefined): void =>
  change(id, (trend) => {
    const others = trend.axes.filter((one) => one.axis !== axis);
    return { ...trend, axes: ends ? [...others, { axis, min: ends.min, max: ends.max }] : others };
  });

/** @param compare undefined: nothing is drawn behind the pens. */
export const compareChosen = (id: string, compare: TrendCompare | undefined): void =>
  change(id, ({ compare: _before, ...trend }) => (compare === undefined ? trend : { ...trend, compare }));

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
