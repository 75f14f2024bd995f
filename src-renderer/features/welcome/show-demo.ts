import type { TagView } from '../../../src-shared/contract/devices.ts';
import { rpc } from '../../rpc/connect.ts';
import { regionToggled, tabOpened, useLayout } from '../../state/layout.ts';
import type { TagRef } from '../../state/tags.ts';
import { pensAdded, spanChosen, trendMade, useTrends } from '../../state/trends.ts';
import { pastReady } from './past-ready.ts';

/** The watch table that comes with the demo plant (resources/demo-plant/watches). */
export const DEMO_WATCH = 'demo-tour';
const TREND = 'Boiler';
/** What is shown of its past. */
const SPAN_MS = 30 * 60_000;
/** From this width on the inspector has its place beside two pages. */
const ROOMY_PX = 1_800;
const PENS = 4;

/** The tags that say most in a trend: numbers, and one switch below them. */
export function tourPens(tags: readonly TagView[]): readonly TagRef[] {
  const numbers = tags.filter((tag) => tag.dataType !== 'string' && tag.dataType !== 'bool');
  const switches = tags.filter((tag) => tag.dataType === 'bool');
  return [...numbers.slice(0, PENS - 1), ...switches.slice(0, 1)].map(({ device, id }) => ({ device, tag: id }));
}

/** The number that the tour asks to add to the trend: the first that is not in it yet. */
export const tourPen = (tags: readonly TagView[]): TagView | undefined => {
  const pens = tourPens(tags);
  return tags.find(
    ({ id, dataType }) => dataType !== 'string' && dataType !== 'bool' && !pens.some(({ tag }) => tag === id),
  );
};

/** The device that the tour speaks of: the boiler, or the first of any other plant. */
export const starOf = (devices: readonly string[]): string | undefined =>
  devices.find((id) => /boiler/i.test(id)) ?? devices[0];

/**
 * What a person sees after the one click: the watch table on the left, a trend beside it as soon as it has a past. Once:
 * later it is his screen. @param past the job that stores it.
 */
export async function showDemo(devices: readonly string[], past: string): Promise<void> {
  const star = starOf(devices);
  if (star === undefined) return;
  const tags = await rpc().devices.tags({ device: star });
  // Two pages side by side need the room; Ctrl+I brings it back.
  if (useLayout.getState().inspector === 'shown' && innerWidth < ROOMY_PX) regionToggled('inspector');
  tabOpened(`watch/${DEMO_WATCH}`, 'kept');
  await pastReady(past);
  const known = useTrends.getState().trends.find((trend) => trend.name === TREND);
  const trend = known?.id ?? trendMade(TREND);
  if (!known) {
    spanChosen(trend, SPAN_MS);
    pensAdded(trend, tourPens(tags));
  }
  tabOpened(`trend/${trend}`, 'side');
}
