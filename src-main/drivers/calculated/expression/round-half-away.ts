const MOST_DIGITS = 12;

/** Rounded to so many decimals, halves away from zero; NaN unless −12…12 whole digits are asked for. */
export function roundHalfAway(x: number, digits: number): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > MOST_DIGITS) return Number.NaN;
  const factor = 10 ** Math.abs(digits);
  const size = Math.abs(x);
  const rounded = digits >= 0 ? Math.round(size * factor) / factor : Math.round(size / factor) * factor;
  // A number too large for the factor has no decimals to lose.
  const whole = Number.isFinite(rounded) ? rounded : size;
  return x < 0 ? -whole : whole;
}
