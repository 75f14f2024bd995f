/**
 * Engineering units by UCUM code (https://ucum.org, table of units). What UCUM does not tell apart stands in an
 * annotation: `bar{gauge}`, `m3{norm}/h`, `kV.A{reactive}`; such units convert only among themselves.
 */
export interface Unit {
  readonly code: string;
  /** What screens show. */
  readonly symbol: string;
  /** For screen readers and lists: `cubic metres per hour`. */
  readonly name: string;
  /** Units of one dimension convert into each other. */
  readonly dimension: string;
  /** base = value · factor + offset; the base is the same for all units of a dimension. */
  readonly factor: number;
  readonly offset: number;
  /** Other spellings that people type. */
  readonly aliases: readonly string[];
}

type UnitRow = readonly [code: string, symbol: string, name: string, factor: number, aliases?: string, offset?: number];

/** Rows of one dimension. */
export const table = (dimension: string, rows: readonly UnitRow[]): Unit[] =>
  rows.map(([code, symbol, name, factor, aliases = '', offset = 0]) => ({
    code,
    symbol,
    name,
    dimension,
    factor,
    offset,
    aliases: aliases === '' ? [] : aliases.split(' '),
  }));
