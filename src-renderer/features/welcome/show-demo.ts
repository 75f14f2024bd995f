import type { TagView } from '../../../src-shared/contract/devices.ts';
import { rpc } from '../../rpc/connect.ts';
import { regionToggled, tabOpened, useLayout } from '../../state/layout.ts';
import type { TagRef } from '../../state/tags.ts';
import { pensAdded, trendMade, useTrends } from '../../state/trends.ts';

/** The watch table that comes with the demo plant (resources/demo-plant/watches). */
const WATCH = 'watch/demo-tour';
const TREND = 'Boiler';
/** From this width on the inspector has its place beside two pages. */
const ROOMY_PX = 1_800;
const PENS = 4;

/** The tags that say most in a trend: numbers, and one switch below them. */
export function tourPens(tags: readonly TagView[]): readonly TagRef[] {
  const numbers = tags.filter((tag) => tag.dataType !== 'string' && tag.dataType !== 'bool');
  const switches = tags.filter((tag) => tag.dataType === 'bool');
  return [...numbers.slice(0, PENS - 1), ...switches.slice(0, 1)].map(({ device, id }) => ({ device, tag: id }));
}

/** The device that the tour speaks of: the boiler, or the first of any other plant. */
export const starOf = (devices: readonly string[]): string | undefined =>
  devices.find((id) => /boiler/i.test(id)) ?? devices[0];

/** What a person sees after the one click: the watch table on the left, a trend beside it. Once: later it is his screen. */
export async function showDemo(devices: readonly string[]): Promise<void> {
  const star = starOf(devices);
  if (star === undefined) return;
  const tags = await rpc().devices.tags({ device: star });
  // Two pages side by side need the room; Ctrl+I brings it back.
  if (useLayout.getState().inspector === 'shown' && innerWidth < ROOMY_PX) regionToggled('inspector');
  tabOpened(WATCH, 'kept');
  const known = useTrends.getState().trends.find((trend) => trend.name === TREND);
  const trend = known?.id ?? trendMade(TREND);
  if (!known) pensAdded(trend, tourPens(tags));
  tabOpened(`trend/${trend}`, 'side');
}
