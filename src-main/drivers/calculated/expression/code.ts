import { STATUS } from '../../../../src-shared/domain/quality.ts';
import { judge, makeVerdict, type SlotColumns, type Verdict } from './calculation.ts';
import { characterAt } from './expression-fault.ts';
import type { Memory } from './memory.ts';
import { type ExpressionNode, partsOf, type Span } from './syntax.ts';

/** What a tag of an expression is read from. */
export interface ExpressionSources {
  readonly slots: SlotColumns;
  /** The slot of a reference, by the text between its braces. */
  readonly slotOf: (name: string) => number;
  /** Wall clock of the calculation, µs, in its first place. */
  readonly nowUs: Float64Array;
}

/** A compiled part of an expression: `run` leaves its value in its register. */
export interface Part {
  readonly at: number;
  readonly run: () => void;
}

/** What the parts of one expression share while it is compiled and when it runs. */
export class Code {
  readonly sources: ExpressionSources;
  readonly verdict: Verdict = makeVerdict();
  /** Values by register. */
  readonly value: Float64Array;
  readonly text: string[];
  /** Shape of a register whose kind only its readings tell. */
  readonly shape: Uint8Array;
  /** In the order in which they take their readings: inner ones first. */
  readonly memories: Memory[] = [];
  readonly reasons: string[] = [];
  #registers = 0;

  constructor(root: ExpressionNode, sources: ExpressionSources) {
    const registers = countOf(root);
    this.sources = sources;
    this.value = new Float64Array(registers);
    this.text = Array.from({ length: registers }, () => '');
    this.shape = new Uint8Array(registers);
  }

  register(): number {
    return this.#registers++;
  }

  /** The number of a reason that may be told. */
  reason(text: string): number {
    this.reasons.push(text);
    return this.reasons.length - 1;
  }

  /** A part that does nothing but hold a constant. */
  constant(value: number, text = ''): Part {
    const at = this.register();
    this.value[at] = value;
    this.text[at] = text;
    return { at, run: () => {} };
  }

  /** A check that a calculated register holds a number; what is none is Bad. @param what `The square root` */
  guard(at: number, what: string, place: Span): () => void {
    const { value, verdict } = this;
    const reason = this.reason(`${what} at ${characterAt(place.at)} gives no number.`);
    return () => {
      const found = value[at]!;
      // Also true for infinities: what left the range of numbers is none.
      if (found - found !== 0) judge(verdict, STATUS.BadOutOfRange, reason);
    };
  }
}

const countOf = (node: ExpressionNode): number => 1 + partsOf(node).reduce((sum, part) => sum + countOf(part), 0);
