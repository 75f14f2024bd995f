/** Of the widest usual glyphs of 13 px type, with a little to spare. */
const USUAL_PX = 9;
const WIDE_PX = 14;
/** Of a cell, both sides (data-grid.css). */
const PADDING_PX = 12;

/**
 * Whether a text of one line surely fits into a cell of this width. What fits need not be clipped: the browser paints every clipped
 * text by itself, and in a table of hundreds of rows that is a third of the frame. Measured by no layout: an estimate from above.
 */
export function textFits(text: string, cellPx: number): boolean {
  let px = PADDING_PX;
  for (let at = 0; at < text.length && px <= cellPx; at++) px += isUsual(text.charCodeAt(at)) ? USUAL_PX : WIDE_PX;
  return px <= cellPx;
}

const [W, M, AT, LAST_LATIN] = Array.from('WM@ÿ').map((letter) => letter.charCodeAt(0));
const isUsual = (code: number): boolean => code !== W && code !== M && code !== AT && code <= LAST_LATIN!;
