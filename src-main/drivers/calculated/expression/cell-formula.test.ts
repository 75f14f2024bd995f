import { describe, expect, it } from 'vitest';
import { compileFormula, type FormulaRow } from './cell-formula.ts';
import { ExpressionFault } from './expression-fault.ts';

const NAMES = new Set(['value', 'name', 'unit', 'n', 'constructor']);
const ROW: FormulaRow = { value: 4, name: 'Pump_07', n: 3 };
const given = (text: string, row: FormulaRow = ROW): unknown => compileFormula(text, NAMES)(row);
function faultOf(text: string, row: FormulaRow = ROW): ExpressionFault {
  try {
    given(text, row);
  } catch (cause) {
    if (cause instanceof ExpressionFault) return cause;
    throw cause;
  }
  throw new Error(`“${text}” has no fault`);
}

describe('a formula over cells', () => {
  it.each<[string, unknown]>([
    ['value * 10', 40],
    ['-(value + 1) % 3', -2],
    ['concat("L1_", name)', 'L1_Pump_07'],
    ['concat("P", pad(n, 3))', 'P003'],
    ['"L" + n + "_" + lower(name)', 'L3_pump_07'],
    ['replace(name, "_", " ")', 'Pump 07'],
    ['replace(name, "Pump", "$&")', '$&_07'],
    ['left(name, 4)', 'Pump'],
    ['right(name, 2)', '07'],
    ['value > 3 ? "high" : "low"', 'high'],
    ['name == "Pump_07" && !(n < 3)', true],
    ['round(value / 3, 2)', 1.33],
    ['clamp(value, 5, 9)', 5],
    ['max(value, n, 2)', 4],
  ])('%s gives %j', (text, wanted) => expect(given(text)).toBe(wanted));

  it.each(['unit * 2', 'sqrt(unit)', 'unit', 'unit > 3 ? 1 : 2'])(
    'gives nothing where %s needs an empty cell',
    (text) => expect(given(text)).toBeUndefined(),
  );

  it('takes an empty cell as no letters in a text', () => expect(given('concat(name, "-", unit)')).toBe('Pump_07-'));

  it.each<[string, RegExp]>([
    ['', /empty/],
    ['value *', /ends before|missing/],
    ['value * nam', /“nam” is neither a column nor a function. Did you mean name\?/],
    ['concta("a")', /Did you mean concat/],
    ['pow(2)', /pow\(x, y\)/],
    ['{boiler-1/p}', /cells, not on tags/],
    ['value = 3', /==/],
    ['toString()', /neither a column nor a function/],
    ['name.length', /./],
  ])('%j is wrong and says why', (text, message) => expect(faultOf(text).message).toMatch(message));

  it('names the cell whose text is no number, and never finds what every object has', () => {
    expect(faultOf('name * 2').message).toBe('“Pump_07” is not a number.');
    expect(given('constructor')).toBeUndefined();
    expect(faultOf('pad(n, 9999)').message).toMatch(/1…64/);
  });

  it('is refused where it nests too deep', () => {
    expect(() => compileFormula(`${'abs('.repeat(200)}1${')'.repeat(200)}`, NAMES)).toThrow(ExpressionFault);
  });
});
