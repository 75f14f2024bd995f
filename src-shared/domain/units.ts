import { nearestWord } from '../util/nearest-word.ts';
import { ENERGY_UNITS } from './energy-units.ts';
import { MATERIAL_UNITS } from './material-units.ts';
import type { Unit } from './unit.ts';

export type { Unit } from './unit.ts';

/** Every unit that is known here. */
export const UNITS: readonly Unit[] = [...MATERIAL_UNITS, ...ENERGY_UNITS];

const textsOf = ({ code, symbol, aliases }: Unit): readonly string[] =>
  [code, symbol, ...aliases].filter((text) => text !== '');

/** A code goes before a symbol, and that before another spelling. */
const BY_TEXT: ReadonlyMap<string, Unit> = new Map([
  ...UNITS.flatMap((unit) => unit.aliases.map((alias) => [plain(alias), unit] as const)),
  ...UNITS.filter(({ symbol }) => symbol !== '').map((unit) => [plain(unit.symbol), unit] as const),
  ...UNITS.map((unit) => [unit.code, unit] as const),
]);

/** Two signs for micro and two for ohm look the same; spaces around a unit say nothing. */
function plain(text: string): string {
  return text.trim().replaceAll('μ', 'µ').replaceAll('Ω', 'Ω');
}

/**
 * Finds a unit by UCUM code (`Cel`, `m3/h`), by symbol (`°C`, `m³/h`) or by a spelling that people use (`Nm3/h`, `rpm`).
 * Upper and lower case differ: mW is not MW.
 */
export function findUnit(text: string): Unit | undefined {
  return BY_TEXT.get(text) ?? BY_TEXT.get(plain(text));
}

/** A label of one's own in braces, as UCUM has it: `{bottles}`. */
const OWN_LABEL = /^\{([^{}]+)\}$/;

/** True for a text that is meant to be no unit of the table. */
export function isOwnLabel(text: string): boolean {
  return OWN_LABEL.test(text);
}

/** What screens show for the unit of a tag: its symbol, or the text itself where the table does not know it. */
export function unitSymbol(text: string): string {
  return findUnit(text)?.symbol ?? OWN_LABEL.exec(text)?.[1] ?? text;
}

/** The known spelling that a mistyped unit most likely means: `KWH` → `kWh`, `barr` → `bar`; undefined when none is near. */
export function nearestUnit(text: string): string | undefined {
  const folded = plain(text).toLowerCase();
  const known = UNITS.flatMap(textsOf);
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === folded);
  return sameLetters ?? nearestWord(text.slice(0, 32), known);
}

/** Exact where a factor or offset is a short decimal that floating point missed: 32 rather than 31.999999999999986. */
function tidy(value: number): number {
  const short = Number(value.toPrecision(13));
  return String(short).length <= 12 ? short : value;
}

/**
 * `to = from · factor + offset`. Undefined when the dimensions differ.
 * @example conversion(Cel, degF) // { factor: 1.8, offset: 32 }
 */
export function conversion(from: Unit, to: Unit): { readonly factor: number; readonly offset: number } | undefined {
  if (from.dimension !== to.dimension) return undefined;
  const factor = tidy(from.factor / to.factor);
  const offset = tidy((from.offset - to.offset) / to.factor);
  // The way back may be the one with the short numbers: °F → °C divides by 1.8 what 32 was taken from.
  const backOffset = tidy((to.offset - from.offset) / from.factor);
  if (offset === 0 || String(offset).length <= 12 || String(backOffset).length > 12) return { factor, offset };
  return { factor, offset: -backOffset / tidy(to.factor / from.factor) };
}
