import { liveLoop } from '../state/live-loop.ts';
import { type Preferences, preferencesMayHaveChanged, usePreferences } from '../state/preferences.ts';
import { numbersWritten } from '../ui/number-format.ts';
import { timesShownIn } from '../ui/time-format.ts';

/** Brings what was chosen for this browser to the page, now and at each change. */
export function followPreferences(): void {
  take(usePreferences.getState());
  usePreferences.subscribe(take);
  addEventListener('storage', ({ key }) => preferencesMayHaveChanged(key));
}

function take({ density, decimal, grouping, timeZone, displayHz, motion }: Preferences): void {
  const { dataset } = document.documentElement;
  dataset['density'] = density;
  dataset['motion'] = motion;
  numbersWritten({ decimal, grouping });
  timesShownIn(timeZone);
  liveLoop.mostHz = displayHz;
}
