/** One thing that speaks for a way to read registers, or against it. */
export interface Evidence {
  readonly weight: number;
  readonly text: string;
}

/** Smallest float32 that is not denormal. Real values of devices are never below it. */
const SMALLEST_NORMAL = 2 ** -126;
const IMPLAUSIBLE = { above: 1e15, below: 1e-15 };
const USUAL = { from: 1e-3, to: 1e6 };
/** Between two samples, as a share of the larger one. */
const CALM_CHANGE = 0.05;
const WILD_CHANGE = 0.9;
/** Of integers, in units. */
const CALM_STEP = 2;

const shown = (value: number): string => String(Number(value.toPrecision(5)));

/** What the values of a float speak for; @param values one for each sample. */
export function judgeFloats(values: readonly number[]): readonly Evidence[] {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) return [{ weight: -3, text: `${odd} is no value of a device` }];
  const tiny = values.find((value) => value !== 0 && Math.abs(value) < SMALLEST_NORMAL);
  if (tiny !== undefined) return [{ weight: -3, text: `${shown(tiny)} is denormal: the words or bytes are swapped` }];
  const size = values.map(Math.abs);
  const far = values.find((_, i) => size[i]! > IMPLAUSIBLE.above || (size[i]! > 0 && size[i]! < IMPLAUSIBLE.below));
  if (far !== undefined) return [{ weight: -2, text: `${shown(far)} is far from anything that is measured` }];
  if (values.every((value) => value === 0)) return [{ weight: 0, text: 'always 0, which says nothing' }];
  const isUsual = size.every((value) => value === 0 || (value >= USUAL.from && value <= USUAL.to));
  const range = isUsual
    ? { weight: 2, text: `${rangeOf(values)} is a usual range` }
    : { weight: -1, text: `${rangeOf(values)} is an unusual range` };
  return [range, ...judgeChange(values)];
}

/** @param bits of the type; the wider, the less likely that small values are no coincidence of empty words */
export function judgeIntegers(values: readonly number[], bits: 16 | 32 | 64): readonly Evidence[] {
  if (values.every((value) => value === 0)) return [{ weight: 0, text: 'always 0, which says nothing' }];
  const found = [...judgeChange(values, CALM_STEP)];
  const steps = values.slice(1).map((value, i) => value - values[i]!);
  if (bits > 16 && steps.some((step) => step !== 0) && steps.every((step) => step % 65_536 === 0))
    found.push({ weight: -3, text: 'changes in steps of 65536 only: its lowest word stands still' });
  const largest = Math.max(...values.map(Math.abs));
  if (bits > 16 && largest < 65_536)
    found.push({ weight: -0.5, text: 'fits into one register, so that 16 bits would do' });
  if (bits > 16 && largest >= 2 ** (bits - 2))
    found.push({ weight: -2, text: `${shown(largest)} takes nearly all of its ${bits} bits` });
  if (bits > 16 && largest >= 65_536 && largest < 2 ** (bits - 2) && isCounter(values))
    found.push({ weight: 2, text: 'only rises, as counters do' });
  return found;
}

function isCounter(values: readonly number[]): boolean {
  const isRising = values.every((value, i) => i === 0 || value >= values[i - 1]!);
  return isRising && values.at(-1)! > values[0]!;
}

/** Neighbouring samples of a measured value are near each other. @param step that is near, whatever the value */
function judgeChange(values: readonly number[], step = 0): readonly Evidence[] {
  if (values.length < 2) return [];
  const changes = values.slice(1).map((value, i) => {
    const before = values[i]!;
    const largest = Math.max(Math.abs(value), Math.abs(before));
    const change = Math.abs(value - before);
    return change === 0 ? 0 : change <= step ? Math.min(CALM_CHANGE, change / largest) : change / largest;
  });
  const most = Math.max(...changes);
  if (most === 0) return [{ weight: 0, text: 'does not change' }];
  // The calmer a float, the likelier: where its low word is another value's, its changes are larger.
  const calm = step > 0 ? 1 : 1 + Math.min(1, Math.log10(CALM_CHANGE / most) / 4);
  if (most <= CALM_CHANGE) return [{ weight: calm, text: `changes by ${percent(most)} at most from sample to sample` }];
  if (most >= WILD_CHANGE) return [{ weight: -1, text: `jumps by ${percent(most)} from sample to sample` }];
  return [];
}

const percent = (share: number): string => `${Math.max(0.01, Math.round(share * 10_000) / 100)} %`;

function rangeOf(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? shown(low) : `${shown(low)} to ${shown(high)}`;
}

/** Devices show values with a factor of ten more or less than they hold. */
const FACTORS = [1, 10, 100, 0.1] as const;

/** By what a value is divided to be the one that somebody sees at the device; undefined where it is not. @param expected as typed */
export function factorOf(value: number, expected: number): number | undefined {
  const decimals = /\.(\d+)$/.exec(String(expected))?.[1]?.length ?? 0;
  const tolerance = 0.5 * 10 ** -decimals;
  return FACTORS.find((one) => Math.abs(value / one - expected) <= tolerance);
}

/** Whether a value is the one that somebody sees at the device. */
export function judgeExpected(value: number, expected: number | undefined): readonly Evidence[] {
  if (expected === undefined) return [];
  const factor = factorOf(value, expected);
  if (factor === undefined) return [{ weight: -1, text: `is not ${expected}` }];
  if (factor === 1) return [{ weight: 4, text: `is the ${expected} that it should read` }];
  return [{ weight: 3, text: `÷ ${factor} is the ${expected} that it should read` }];
}
