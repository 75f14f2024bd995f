/** A number of decimal digits of four bits each. @returns NaN when a digit is above 9. */
export function fromBcd(raw: number): number {
  let value = 0;
  let weight = 1;
  for (let rest = raw; rest > 0; rest = Math.floor(rest / 16)) {
    const digit = rest % 16;
    if (digit > 9) return Number.NaN;
    value += digit * weight;
    weight *= 10;
  }
  return value;
}

export function toBcd(value: number): number {
  let raw = 0;
  let weight = 1;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 10)) {
    raw += (rest % 10) * weight;
    weight *= 16;
  }
  return raw;
}
