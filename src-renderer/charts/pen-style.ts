/** How the pen in a slot looks (ux 4.2): colour by slot, dash as the second channel. */
export interface PenStyle {
  /** Name of the colour token: `--pen1`. */
  readonly token: `--pen${number}`;
  /** Canvas dash, CSS px. */
  readonly dash: readonly number[];
  readonly widthPx: number;
}

const COLOURS = 8;
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** @param slot 1…32. Pens from the ninth on repeat the colours, thin and dashed. */
export function penStyle(slot: number): PenStyle {
  const token = `--pen${((slot - 1) % COLOURS) + 1}` as const;
  if (slot > COLOURS) return { token, dash: DASHES[1 + (slot % 3)]!, widthPx: 1.5 };
  return { token, dash: DASHES[(slot - 1) % DASHES.length]!, widthPx: 1.75 };
}
