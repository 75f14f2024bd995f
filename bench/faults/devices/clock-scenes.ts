import type { FakedClock } from '../../../src-main/testing/faked-clock.ts';
import type { Random } from '../../../src-main/testing/random-from.ts';

/** What is done to the clock, and for how long it is then left alone. */
export interface ClockScene {
  readonly what: string;
  /** By how much it is set; 0: it is not. */
  readonly stepS: number;
  readonly driftPpm: number;
  readonly seconds: number;
}

const HOUR = 3_600;

/** +1 h, −2 h and a drift of 100 ppm, as the promise names them, and of `more` steps whatever comes of `random`. */
export function clockScenes(seconds: number, more: number, random: Random): readonly ClockScene[] {
  const step = (stepS: number): ClockScene => ({
    what: `set ${stepS < 0 ? 'back' : 'forward'} by ${Math.abs(stepS)} s`,
    stepS,
    driftPpm: 0,
    seconds,
  });
  // Between a second and three hours, either way.
  const anyStep = (): ClockScene => step((1 + random(3 * HOUR)) * (random(2) === 0 ? -1 : 1));
  return [
    step(HOUR),
    step(-2 * HOUR),
    ...Array.from({ length: more }, anyStep),
    { what: 'it goes fast by 100 millionths', stepS: 0, driftPpm: 100, seconds },
  ];
}

/** Does it to the clock. */
export function play(clock: FakedClock, { stepS, driftPpm }: ClockScene): void {
  if (stepS !== 0) clock.step(stepS);
  else clock.drift(driftPpm);
}
