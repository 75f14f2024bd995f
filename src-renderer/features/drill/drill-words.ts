import type { DrillFinding, DrillRow, RunningDrill } from '../../../src-shared/contract/drill.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatClock } from '../../ui/time-format.ts';

type Targets = readonly { readonly title: string }[];

/** `MQTT broker, Boiler and 3 more`. */
export function namesOf(targets: Targets): string {
  const names = targets.slice(0, 3).map(({ title }) => title);
  const more = targets.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** What it does now, after the names of what it cuts. */
export function runningWords({ phase, untilUs, waiting, targets }: RunningDrill): string {
  const be = targets.length === 1 ? 'is' : 'are';
  switch (phase) {
    case 'before':
      return `${be} looked at before the cut`;
    case 'cut':
      return `${be} cut until ${untilUs === null ? 'its end' : formatClock(untilUs / 1_000)}, ${waiting} points wait`;
    case 'catching-up':
      return `${be} restored and catching up, ${waiting} points wait`;
    case 'comparing':
      return `${be} restored; what arrived is compared with what was read`;
  }
}

/** How a drill ended: the word and its sign. */
export const STATE_SIGNS: Readonly<
  Record<DrillRow['state'], { readonly glyph: GlyphName; readonly word: string; readonly tone: string }>
> = {
  passed: { glyph: 'done', word: 'Passed', tone: 'normal' },
  failed: { glyph: 'bad', word: 'Failed', tone: 'error' },
  cancelled: { glyph: 'off', word: 'Ended early', tone: 'quiet' },
  interrupted: { glyph: 'half', word: 'Interrupted', tone: 'warning' },
};

export const VERDICT_SIGNS: Readonly<
  Record<DrillFinding['verdict'], { readonly glyph: GlyphName; readonly word: string; readonly tone: string } | null>
> = {
  pass: { glyph: 'done', word: 'Pass', tone: 'normal' },
  fail: { glyph: 'bad', word: 'Fail', tone: 'error' },
  told: null,
  'not judged': { glyph: 'unknown', word: 'Not judged', tone: 'quiet' },
};

/** Lengths of a cut that are offered. */
export const LENGTHS: readonly { readonly seconds: number; readonly title: string }[] = [
  { seconds: 10, title: '10 s' },
  { seconds: 30, title: '30 s' },
  { seconds: 60, title: '1 min' },
  { seconds: 120, title: '2 min' },
  { seconds: 300, title: '5 min' },
  { seconds: 600, title: '10 min' },
  { seconds: 1_800, title: '30 min' },
  { seconds: 3_600, title: '60 min' },
];

/** `2 min`, `45 s`. */
export const lengthText = (seconds: number): string =>
  seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.round(seconds)} s`;
