import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';

const KEY = 'nexus.preferences';

/** What a person chooses for this browser: in effect at once, nothing of the plant. A value of another form counts as none. */
export const Preferences = z.object({
  density: z
    .enum(['compact', 'normal', 'touch'])
    .default('normal')
    .catch('normal')
    .meta({
      title: 'Density',
      description: 'Height of rows and controls: 24, 28 or 40 pixels.',
      titles: { compact: 'Compact', normal: 'Normal', touch: 'Touch' },
    }),
  decimal: z
    .enum(['point', 'comma'])
    .default('point')
    .catch('point')
    .meta({
      title: 'Decimal sign',
      description: 'In values on the screen. Exports and files always have the point.',
      titles: { point: 'Point: 8.42', comma: 'Comma: 8,42' },
    }),
  grouping: z
    .enum(['space', 'none'])
    .default('space')
    .catch('space')
    .meta({
      title: 'Digits in groups',
      description: 'Whether thousands are set apart.',
      titles: { space: '18\u2009400', none: '18400' },
    }),
  timeZone: z
    .enum(['browser', 'utc'])
    .default('browser')
    .catch('browser')
    .meta({
      title: 'Time zone',
      description: 'Of times on the screen. Exports and files always have UTC.',
      titles: { browser: 'This computer', utc: 'UTC' },
    }),
  displayHz: z
    .union([z.literal(10), z.literal(5), z.literal(2), z.literal(1)])
    .default(10)
    .catch(10)
    .meta({
      title: 'Display rate',
      description: 'How often a live value is drawn at most. Recording and publishing are not touched.',
      unit: 'times a second',
    }),
  motion: z
    .enum(['system', 'reduced'])
    .default('system')
    .catch('system')
    .meta({
      title: 'Motion',
      description: 'Whether panels and glyphs may move.',
      titles: { system: 'As the system', reduced: 'Reduced' },
    }),
});
export type Preferences = z.output<typeof Preferences>;

export const usePreferences = create<Preferences>()(() => readStored(KEY, Preferences) ?? Preferences.parse({}));
usePreferences.subscribe((preferences) => writeStored(KEY, preferences));

/** What is chosen in one window of a browser holds in all of them. @param key that another window wrote */
export function preferencesMayHaveChanged(key: string | null): void {
  const chosen = key === KEY ? readStored(KEY, Preferences) : undefined;
  if (chosen) usePreferences.setState(chosen);
}

/** Takes one choice; undefined: back to what holds for everybody. What is no choice changes nothing. */
export function preferenceChosen(key: keyof Preferences, value: unknown): void {
  usePreferences.setState((now) => Preferences.parse({ ...now, [key]: value }));
}

const ROW_PX: Readonly<Record<Preferences['density'], number>> = { compact: 24, normal: 28, touch: 40 };

/** Height of a row of a table, px: the same as `--row`. */
export const rowPx = (density = usePreferences.getState().density): number => ROW_PX[density];

/** The same for a component, which is drawn anew when it changes. */
export const useRowPx = (): number => usePreferences(({ density }) => rowPx(density));
