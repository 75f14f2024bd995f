import type { NexusContract } from '../../../src-shared/contract/contract.ts';
import { type CellFormula, compileFormula, type FormulaRow } from '../../drivers/calculated/expression/cell-formula.ts';
import { ExpressionFault } from '../../drivers/calculated/expression/expression-fault.ts';

type Calculated = ReturnType<NexusContract['config']['calculateCells']['output']['parse']>;

/** A formula over the cells of rows; what is wrong with it, or with one of them, is told and not thrown. */
export function calculateCells(text: string, names: readonly string[], rows: readonly FormulaRow[]): Calculated {
  const { formula, fault } = compiled(text, names);
  if (!formula) return { fault, cells: [] };
  return { fault: null, cells: rows.map((row) => cellOf(formula, row)) };
}

function compiled(
  text: string,
  names: readonly string[],
): { readonly formula?: CellFormula; readonly fault: Calculated['fault'] } {
  try {
    return { formula: compileFormula(text, new Set(names)), fault: null };
  } catch (cause) {
    if (!(cause instanceof ExpressionFault)) throw cause;
    return { fault: { at: cause.at, length: cause.length, text: cause.message } };
  }
}

function cellOf(formula: CellFormula, row: FormulaRow): Calculated['cells'][number] {
  try {
    const value = formula(row);
    if (typeof value === 'number' && !Number.isFinite(value))
      return { value: null, fault: 'The formula gives no number here.' };
    return { value: value ?? null, fault: null };
  } catch (cause) {
    if (cause instanceof ExpressionFault) return { value: null, fault: cause.message };
    throw cause;
  }
}
