import { PEN_COLOURS as COLOURS, type PenLook } from '../../src-shared/domain/pen-look.ts';

/** How the pen in a slot looks (ux 4.2): colour by slot, dash as the second channel. */
export interface PenStyle {
  /** Name of the colour token: `--pen1`. */
  readonly token: `--pen${number}`;
  /** Canvas dash, CSS px. */
  readonly dash: readonly number[];
  readonly widthPx: number;
  /** A person chose the width: it stays where many pens are drawn thinner. */
  readonly isChosen?: true;
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/**
 * @param slot 1…32. Pens from the ninth on repeat the colours, thin and dashed.
 * @param look what a person chose in place of that.
 */
export function penStyle(slot: number, look: Pick<PenLook, 'colour' | 'width'> = {}): PenStyle {
  const token = `--pen${look.colour ?? ((slot - 1) % COLOURS) + 1}` as const;
  const dash = slot > COLOURS ? DASHES[1 + (slot % 3)]! : DASHES[(slot - 1) % DASHES.length]!;
  if (look.width !== undefined) return { token, dash, widthPx: look.width, isChosen: true };
  return { token, dash, widthPx: slot > COLOURS ? 1.5 : 1.75 };
}
