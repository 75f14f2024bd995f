/** How the number of a cell is written. */
export type CellFormat = 'dec' | 'signed' | 'hex' | 'bin';

export const CELL_FORMATS: readonly { readonly id: CellFormat; readonly title: string }[] = [
  { id: 'dec', title: 'Decimal' },
  { id: 'signed', title: 'Signed' },
  { id: 'hex', title: 'Hex' },
  { id: 'bin', title: 'Binary' },
];

/** What stands in a cell of `bits` bits. @param value without sign */
export function cellText(value: number, bits: 1 | 8 | 16, format: CellFormat): string {
  if (bits === 1) return String(value);
  if (format === 'hex')
    return value
      .toString(16)
      .toUpperCase()
      .padStart(bits / 4, '0');
  if (format === 'bin') return value.toString(2).padStart(bits, '0');
  if (format === 'signed' && value >= 2 ** (bits - 1)) return `−${2 ** bits - value}`;
  return String(value);
}

/** Characters of the widest. */
export function cellWidth(bits: 1 | 8 | 16, format: CellFormat): number {
  if (bits === 1) return 1;
  if (format === 'bin') return bits;
  if (format === 'hex') return bits / 4;
  return bits === 8 ? 4 : 6;
}

/**
 * Cells in a row that is so wide: 7 to 20, a round number where one is near, fewer where even seven do not fit.
 * @param widthPx for the cells alone
 */
export function columnsFor(widthPx: number, cellPx: number, format: CellFormat): number {
  const fit = Math.floor(widthPx / cellPx);
  const round = format === 'hex' || format === 'bin' ? [16, 8] : [20, 10];
  return round.find((columns) => columns <= fit) ?? Math.max(4, Math.min(20, fit));
}
