import type { PaceHealth } from '../../src-shared/contract/devices.ts';
import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import { formatInterval } from './time-format.ts';

/** `200 ms–10 s`, which no line breaks. */
export const boundsText = ({ fastestMs, slowestMs }: PaceBounds): string =>
  `${formatInterval(fastestMs)}–${formatInterval(slowestMs)}`.replaceAll(' ', '\u00A0');

/** Why tags have the period that they have, as the end of a line. */
export const PACE_WORDS: Readonly<Record<PaceHealth['cause'], string>> = {
  starting: 'Just begun',
  changing: 'Values change',
  steady: 'Nothing changes',
  anomaly: 'Quality rule found fault',
  budget: 'Endpoint has no time left',
};

/** `Adaptive, 200 ms–10 s: nothing changes.` */
export function paceSentence(pace: PaceHealth): string {
  const words = PACE_WORDS[pace.cause];
  return `Adaptive, ${boundsText(pace)}: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`;
}
