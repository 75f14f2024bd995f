/**
 * Engineering units by UCUM code (https://ucum.org, table of units) with the factor and offset to the SI unit of the
 * dimension: si = value · factor + offset. `symbol` is what screens show.
 */
export interface Unit {
  readonly code: string;
  readonly symbol: string;
  readonly dimension: string;
  readonly factor: number;
  readonly offset: number;
}

const table = (
  dimension: string,
  rows: readonly (readonly [code: string, symbol: string, factor: number, offset?: number])[],
): Unit[] => rows.map(([code, symbol, factor, offset = 0]) => ({ code, symbol, dimension, factor, offset }));

export const UNITS: readonly Unit[] = [
  ...table('temperature', [
    ['K', 'K', 1],
    ['Cel', '°C', 1, 273.15],
    ['[degF]', '°F', 5 / 9, 459.67 * (5 / 9)],
  ]),
  ...table('pressure', [
    ['Pa', 'Pa', 1],
    ['hPa', 'hPa', 100],
    ['kPa', 'kPa', 1e3],
    ['MPa', 'MPa', 1e6],
    ['mbar', 'mbar', 100],
    ['bar', 'bar', 1e5],
    ['[psi]', 'psi', 6894.757293168361],
    ['mm[Hg]', 'mmHg', 133.322387415],
  ]),
  ...table('length', [
    ['mm', 'mm', 1e-3],
    ['cm', 'cm', 1e-2],
    ['m', 'm', 1],
    ['km', 'km', 1e3],
    ['[in_i]', 'in', 0.0254],
    ['[ft_i]', 'ft', 0.3048],
  ]),
  ...table('mass', [
    ['g', 'g', 1e-3],
    ['kg', 'kg', 1],
    ['t', 't', 1e3],
    ['[lb_av]', 'lb', 0.45359237],
  ]),
  ...table('volume', [
    ['mL', 'mL', 1e-6],
    ['L', 'L', 1e-3],
    ['m3', 'm³', 1],
  ]),
  ...table('volume flow', [
    ['m3/s', 'm³/s', 1],
    ['m3/h', 'm³/h', 1 / 3600],
    ['L/s', 'L/s', 1e-3],
    ['L/min', 'L/min', 1e-3 / 60],
    ['L/h', 'L/h', 1e-3 / 3600],
  ]),
  ...table('mass flow', [
    ['kg/s', 'kg/s', 1],
    ['kg/h', 'kg/h', 1 / 3600],
    ['t/h', 't/h', 1e3 / 3600],
  ]),
  ...table('power', [
    ['W', 'W', 1],
    ['kW', 'kW', 1e3],
    ['MW', 'MW', 1e6],
  ]),
  ...table('energy', [
    ['J', 'J', 1],
    ['kJ', 'kJ', 1e3],
    ['MJ', 'MJ', 1e6],
    ['W.h', 'Wh', 3600],
    ['kW.h', 'kWh', 3.6e6],
    ['MW.h', 'MWh', 3.6e9],
  ]),
  ...table('time', [
    ['ms', 'ms', 1e-3],
    ['s', 's', 1],
    ['min', 'min', 60],
    ['h', 'h', 3600],
  ]),
  ...table('frequency', [
    ['Hz', 'Hz', 1],
    ['kHz', 'kHz', 1e3],
    ['{rpm}', 'rpm', 1 / 60],
  ]),
  ...table('voltage', [
    ['mV', 'mV', 1e-3],
    ['V', 'V', 1],
    ['kV', 'kV', 1e3],
  ]),
  ...table('current', [
    ['mA', 'mA', 1e-3],
    ['A', 'A', 1],
  ]),
  ...table('ratio', [
    ['1', '', 1],
    ['%', '%', 1e-2],
  ]),
];

const BY_TEXT: ReadonlyMap<string, Unit> = new Map([
  ...UNITS.filter((unit) => unit.symbol !== '').map((unit) => [unit.symbol, unit] as const),
  ...UNITS.map((unit) => [unit.code, unit] as const),
]);

/** Finds a unit by UCUM code (`Cel`, `m3/h`) or by symbol (`°C`, `m³/h`). */
export function findUnit(text: string): Unit | undefined {
  return BY_TEXT.get(text);
}

/** What screens show for the unit of a tag: its symbol, or the text itself where the table does not know it. */
export function unitSymbol(text: string): string {
  return findUnit(text)?.symbol ?? text;
}

/**
 * `to = from · factor + offset`. Undefined when the dimensions differ.
 * @example conversion(Cel, degF) // { factor: 1.8, offset: 32 }
 */
export function conversion(from: Unit, to: Unit): { readonly factor: number; readonly offset: number } | undefined {
  if (from.dimension !== to.dimension) return undefined;
  return { factor: from.factor / to.factor, offset: (from.offset - to.offset) / to.factor };
}
