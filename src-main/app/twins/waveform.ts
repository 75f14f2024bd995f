import { z } from 'zod';

/** How a simulated tag moves, in engineering units. */
export const Waveform = z.discriminatedUnion('wave', [
  z.strictObject({
    wave: z.literal('sine'),
    low: z.number(),
    high: z.number(),
    period_s: z.number().positive(),
    phase: z.number().default(0),
  }),
  z.strictObject({
    wave: z.literal('ramp'),
    low: z.number(),
    high: z.number(),
    period_s: z.number().positive(),
    phase: z.number().default(0),
  }),
  z.strictObject({
    wave: z.literal('steps'),
    values: z.array(z.number()).min(1),
    period_s: z.number().positive(),
    phase: z.number().default(0),
  }),
  /** A sine with noise on top: what a real transmitter looks like. */
  z.strictObject({
    wave: z.literal('noisy'),
    low: z.number(),
    high: z.number(),
    period_s: z.number().positive(),
    noise: z.number(),
    phase: z.number().default(0),
  }),
  z.strictObject({ wave: z.literal('counter'), per_s: z.number(), modulo: z.number().positive() }),
  /** What was recorded, again and again: `at_s` from the beginning of the recording, in rising order. */
  z.strictObject({
    wave: z.literal('recorded'),
    at_s: z.array(z.number().nonnegative()).min(1),
    values: z.array(z.union([z.number(), z.string()])).min(1),
    period_s: z.number().positive(),
  }),
  z.strictObject({ wave: z.literal('text'), values: z.array(z.string()).min(1), period_s: z.number().positive() }),
]);
export type Waveform = z.output<typeof Waveform>;

/** The value of a waveform at time `ms`, since 1970 for twins. Pure: the noise, too, only depends on the time. */
export function waveValue(wave: Waveform, ms: number): number | string {
  const seconds = ms / 1_000;
  if (wave.wave === 'counter') return Math.floor(seconds * wave.per_s) % wave.modulo;
  const turn = seconds / wave.period_s + ('phase' in wave ? wave.phase : 0);
  const share = turn - Math.floor(turn);
  switch (wave.wave) {
    case 'recorded':
      return recordedValue(wave, share * wave.period_s);
    case 'text':
    case 'steps':
      return wave.values[Math.floor(share * wave.values.length)]!;
    case 'ramp':
      return wave.low + share * (wave.high - wave.low);
    case 'sine':
      return between(wave, share);
    case 'noisy':
      return between(wave, share) + wave.noise * hashNoise(ms);
  }
}

/** The last value at this time, as it would have been seen then; before the first one, the last of the loop. */
function recordedValue({ at_s, values }: Extract<Waveform, { wave: 'recorded' }>, seconds: number): number | string {
  let [low, high] = [0, at_s.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at_s[middle]! <= seconds) low = middle + 1;
    else high = middle;
  }
  return values[low === 0 ? values.length - 1 : low - 1]!;
}

function between({ low, high }: { readonly low: number; readonly high: number }, share: number): number {
  return (low + high) / 2 + ((high - low) / 2) * Math.sin(share * 2 * Math.PI);
}

/** −1…1, the same for the same time. */
function hashNoise(ms: number): number {
  const x = Math.sin(ms * 12.9898) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}
