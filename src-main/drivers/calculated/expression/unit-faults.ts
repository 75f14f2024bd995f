import { findUnit, type Unit } from '../../../../src-shared/domain/units.ts';
import type { AddressFault } from '../../tag-feed.ts';
import type { BinaryNode, CallNode, ExpressionNode, Span } from './syntax.ts';

/** What is known of a value: its dimension, and its unit as long as nobody scaled it. */
interface Measure {
  readonly dimension: string;
  readonly unit: Unit | undefined;
}

/** Functions whose result is measured as their arguments are. */
const KEEPS = new Set([
  'min',
  'max',
  'avg',
  'sum',
  'abs',
  'floor',
  'ceil',
  'round',
  'clamp',
  'or_else',
  'prev',
  'delta',
  'hold',
]);
const SECONDS = findUnit('s')!;

/**
 * Values that are added, compared or chosen from though their units do not go together. A plain number goes with anything, and
 * what was multiplied by one may have been converted by it: only its dimension is known then.
 */
export function unitFaults(
  root: ExpressionNode,
  unitOf: (name: string) => string | undefined,
  own: string | undefined,
): AddressFault[] {
  const faults: AddressFault[] = [];
  const measure = (node: ExpressionNode): Measure | undefined => {
    switch (node.kind) {
      case 'reference': {
        const unit = findUnit(unitOf(node.name) ?? '');
        return unit && { dimension: unit.dimension, unit };
      }
      case 'unary': {
        const found = measure(node.argument);
        return node.operator === '-' ? found : undefined;
      }
      case 'choice':
        measure(node.test);
        return agreed([node.yes, node.no], ':', node.no);
      case 'binary':
        return ofBinary(node);
      case 'call':
        return ofCall(node);
      default:
        return undefined;
    }
  };
  const agreed = (nodes: readonly ExpressionNode[], sign: string, place: Span): Measure | undefined => {
    let first: Measure | undefined;
    for (const node of nodes) {
      const found = measure(node);
      if (found && first && !doAgree(first, found))
        faults.push({ at: place.at, length: place.length, message: mismatch(first, sign, found) });
      first ??= found;
    }
    return first;
  };
  const ofBinary = (node: BinaryNode): Measure | undefined => {
    const { operator, left, right } = node;
    switch (operator) {
      case '+':
      case '-':
      case '%':
        return agreed([left, right], operator, { at: node.operatorAt, length: operator.length });
      case '<':
      case '>':
      case '<=':
      case '>=':
      case '==':
      case '!=':
        agreed([left, right], operator, { at: node.operatorAt, length: operator.length });
        return undefined;
      case '*':
      case '/': {
        const [a, b] = [measure(left), measure(right)];
        if (a && isPlain(right)) return { dimension: a.dimension, unit: undefined };
        return b && operator === '*' && isPlain(left) ? { dimension: b.dimension, unit: undefined } : undefined;
      }
      default:
        measure(left);
        measure(right);
        return undefined;
    }
  };
  const ofCall = ({ name, args, at, length }: CallNode): Measure | undefined => {
    const values = name === 'round' ? args.slice(0, 1) : args;
    if (KEEPS.has(name)) return agreed(values, ',', { at, length });
    for (const arg of values) measure(arg);
    return name === 'age' || name === 'now' ? { dimension: SECONDS.dimension, unit: SECONDS } : undefined;
  };
  const found = measure(root);
  const wanted = findUnit(own ?? '');
  if (found && wanted && !doAgree(found, { dimension: wanted.dimension, unit: wanted })) {
    const message = `The expression gives ${textOf(found)}, and the unit of the tag is ${wanted.symbol}. Convert it, or correct the unit.`;
    faults.push({ at: root.at, length: root.length, message });
  }
  return faults;
}

const isPlain = (node: ExpressionNode): boolean =>
  node.kind === 'number' || (node.kind === 'unary' && isPlain(node.argument));

const doAgree = (a: Measure, b: Measure): boolean =>
  a.dimension === b.dimension && (!a.unit || !b.unit || a.unit.code === b.unit.code);

const textOf = ({ unit, dimension }: Measure): string => unit?.symbol || dimension;

function mismatch(a: Measure, sign: string, b: Measure): string {
  const joined = `“${textOf(a)} ${sign} ${textOf(b)}”`;
  return a.dimension === b.dimension
    ? `${joined} joins two units of ${a.dimension}. Convert one of them by a factor.`
    : `${joined} joins ${a.dimension} and ${b.dimension}. Check the tags.`;
}
