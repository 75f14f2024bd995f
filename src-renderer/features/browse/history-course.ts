interface Sample {
  readonly timeUs: number;
  readonly number: number | null;
  readonly severity: 'good' | 'uncertain' | 'bad';
}

const [WIDTH, HEIGHT, MARGIN] = [100, 24, 1];

/**
 * The path of samples in a box of 100 × 24; broken where a value is bad or no number. Empty for fewer than two numbers.
 * Values hold until the next one.
 */
export function courseOf(samples: readonly Sample[]): string {
  const numbers = samples.flatMap(({ number, severity }) => (number === null || severity === 'bad' ? [] : [number]));
  const [first, last] = [samples[0], samples.at(-1)];
  if (numbers.length < 2 || !first || !last) return '';
  const low = numbers.reduce((least, number) => Math.min(least, number), Infinity);
  const high = numbers.reduce((most, number) => Math.max(most, number), -Infinity);
  const spanUs = last.timeUs - first.timeUs || 1;
  const x = (us: number): string => (((us - first.timeUs) / spanUs) * WIDTH).toFixed(2);
  const y = (number: number): string =>
    (HEIGHT - MARGIN - ((number - low) / (high - low || 1)) * (HEIGHT - 2 * MARGIN)).toFixed(2);
  let isDown = false;
  const parts: string[] = [];
  for (const { timeUs, number, severity } of samples) {
    const isGap = number === null || severity === 'bad';
    if (isDown) parts.push(`H${x(timeUs)}`);
    if (!isGap) parts.push(isDown ? `V${y(number)}` : `M${x(timeUs)} ${y(number)}`);
    isDown = !isGap;
  }
  return parts.join('');
}
