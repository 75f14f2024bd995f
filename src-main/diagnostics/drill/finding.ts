import type { DrillFinding } from '../../../src-shared/contract/drill.ts';

const FORMAT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `1,204 points`. */
export const pointsText = (points: number): string => `${FORMAT.format(points)} ${points === 1 ? 'point' : 'points'}`;

/** `3.2 s`, `4 min 10 s`. */
export function secondsText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A number that is only told. */
export const told = (subject: string, property: string, figure: string, note = ''): DrillFinding => ({
  ...{ subject, property, figure, limit: '', verdict: 'told', note },
});

/** A number with a limit. */
export const judged = (
  subject: string,
  property: string,
  figure: string,
  limit: string,
  isPassed: boolean,
  note = '',
): DrillFinding => ({ subject, property, figure, limit, verdict: isPassed ? 'pass' : 'fail', note });

/** What could not be looked at, and why. */
export const notJudged = (subject: string, property: string, note: string): DrillFinding => ({
  ...{ subject, property, figure: '', limit: '', verdict: 'not judged', note },
});

/** Points of which there must be none. */
export const noPoints = (subject: string, property: string, points: number, note = ''): DrillFinding =>
  judged(subject, property, pointsText(points), pointsText(0), points === 0, points === 0 ? '' : note);
