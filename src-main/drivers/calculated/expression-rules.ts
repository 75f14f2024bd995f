import type { AddressFault, ExpressionRules } from '../tag-feed.ts';
import { ExpressionFault } from './expression/expression-fault.ts';
import { type ParsedExpression, parseExpression } from './expression/parse-expression.ts';
import { referencesOf } from './expression/syntax.ts';
import { unitFaults } from './expression/unit-faults.ts';

/** An expression, or what is wrong with it. */
export function tryParse(address: string): ParsedExpression | ExpressionFault {
  try {
    return parseExpression(address);
  } catch (cause) {
    if (cause instanceof ExpressionFault) return cause;
    throw cause;
  }
}

/** What the rest of the product asks of expressions. */
export const expressionRules: ExpressionRules = {
  references(address) {
    const parsed = tryParse(address);
    return parsed instanceof ExpressionFault ? [] : referencesOf(parsed.root);
  },
  fault(address) {
    const parsed = tryParse(address);
    return parsed instanceof ExpressionFault ? parsed : undefined;
  },
  unitFaults(address, unitOf, own): readonly AddressFault[] {
    const parsed = tryParse(address);
    return parsed instanceof ExpressionFault ? [] : unitFaults(parsed.root, unitOf, own);
  },
};
