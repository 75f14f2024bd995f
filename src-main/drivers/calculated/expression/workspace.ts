import { makeVerdict, type Verdict } from './calculation.ts';
import { type ExpressionNode, partsOf } from './syntax.ts';

/**
 * Where expressions that are calculated one after another keep what is under way: registers of their parts, each its own,
 * and one verdict for all. They share the columns because a thousand sets of small ones would not stay in the cache of
 * the processor from one batch to the next.
 */
export class Workspace {
  readonly verdict: Verdict = makeVerdict();
  /** Values by register. */
  readonly value: Float64Array;
  readonly text: string[];
  /** Shape of a register whose kind only its readings tell. */
  readonly shape: Uint8Array;
  #taken = 0;

  /** @param roots of all the expressions that will be compiled in it */
  constructor(roots: readonly ExpressionNode[]) {
    const registers = roots.reduce((sum, root) => sum + countOf(root), 0);
    this.value = new Float64Array(registers);
    this.text = Array.from({ length: registers }, () => '');
    this.shape = new Uint8Array(registers);
  }

  /** The next register. */
  take(): number {
    return this.#taken++;
  }
}

const countOf = (node: ExpressionNode): number => 1 + partsOf(node).reduce((sum, part) => sum + countOf(part), 0);
