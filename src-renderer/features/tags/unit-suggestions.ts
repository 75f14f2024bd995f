import { UNITS } from '../../../src-shared/domain/units.ts';
import type { Suggestion } from '../../ui/grid-column.ts';

/** Every unit that is known, by its UCUM code; found by its symbol and its name too: `°C · degrees Celsius`. */
export const UNIT_SUGGESTIONS: readonly Suggestion[] = UNITS.map(({ code, symbol, name }) => ({
  value: code,
  text: symbol === code || symbol === '' ? name : `${symbol} · ${name}`,
}));
