/** after = before · factor + offset. */
export interface Law {
  readonly factor: number;
  readonly offset: number;
}

/** Largest share of the changes that a law may leave unexplained: the noise of float64, and nothing that is measured. */
const UNEXPLAINED = 1e-12;

/** Finds one straight line through pairs of numbers as they come, in constant memory. */
export class LinearLaw {
  #count = 0;
  #meanX = 0;
  #meanY = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  take(before: number, after: number): void {
    if (!Number.isFinite(before) || !Number.isFinite(after)) return;
    // Means and squares of distances, each corrected by the next pair (Welford): large numbers lose no digits.
    this.#count++;
    const x = before - this.#meanX;
    const y = after - this.#meanY;
    this.#meanX += x / this.#count;
    this.#meanY += y / this.#count;
    this.#xx += x * (before - this.#meanX);
    this.#yy += y * (after - this.#meanY);
    this.#xy += x * (after - this.#meanY);
  }

  /** Undefined where no line passes all of them, and where fewer than three pairs or one value alone would fit any. */
  get found(): Law | undefined {
    if (this.#count < 3 || !(this.#xx > 0)) return undefined;
    const factor = this.#xy / this.#xx;
    const rest = this.#yy - factor * this.#xy;
    if (Math.abs(rest) > UNEXPLAINED * Math.max(this.#yy, this.#xx)) return undefined;
    return tidy(factor, this.#meanY - factor * this.#meanX, this.#meanY);
  }
}

/** Rounds what the last digits of float64 leave behind. @param size of the values that the law gives */
export function tidy(factor: number, offset: number, size = 1): Law {
  const neat = Number(factor.toPrecision(9));
  const digits = Number(offset.toPrecision(9));
  return { factor: neat, offset: Math.abs(digits) <= 1e-9 * Math.max(1, Math.abs(size)) ? 0 : digits };
}

/** `× 10`, `+ 273.15`, `× 1.8 + 32`; empty for the law that changes nothing. */
export function lawWords({ factor, offset }: Law): string {
  const shift = offset === 0 ? '' : `${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`;
  if (factor === 1) return shift;
  return `× ${factor < 0 ? `−${-factor}` : factor}${shift && ` ${shift}`}`;
}
