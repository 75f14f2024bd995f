import { STATUS } from '../../../../src-shared/domain/quality.ts';
import { judge, type SlotColumns, type Verdict } from './calculation.ts';
import type { Memory } from './memory.ts';
import type { ExpressionNode, Span } from './syntax.ts';
import { Workspace } from './workspace.ts';

/** What a tag of an expression is read from. */
export interface ExpressionSources {
  readonly slots: SlotColumns;
  /** The slot of a reference, by the text between its braces. */
  readonly slotOf: (name: string) => number;
  /** Wall clock of the calculation, µs, in its first place. */
  readonly nowUs: Float64Array;
  /** Shared with other expressions; one of its own unless given. */
  readonly workspace?: Workspace;
}

/** One that may be told. */
export interface Reason {
  readonly say: Say;
  readonly subject: string;
  /** The character. */
  readonly at: number;
}

/** A compiled part of an expression: `run` leaves its value in its register. */
export interface Part {
  readonly at: number;
  readonly run: () => void;
}

/** Why a result is not Good; the text is made when somebody asks for it. @param place `character 12` */
export type Say = (subject: string, place: string) => string;

export const NO_NUMBER: Say = (what, place) => `${what} at ${place} gives no number.`;

/** The run of a constant: its register holds it for good. */
const REST = (): void => {};

/** Runs parts one after another; those that have nothing to run are left out, as each step costs a look into its memory. */
export function inOrder(parts: readonly Part[]): () => void {
  const [first = REST, second, ...more] = parts.map(({ run }) => run).filter((run) => run !== REST);
  if (!second) return first;
  if (more.length === 0) {
    return () => {
      first();
      second();
    };
  }
  return () => {
    first();
    second();
    for (let i = 0; i < more.length; i++) more[i]!();
  };
}

/**
 * What the parts of one expression share while it is compiled. What runs afterwards takes from it what it needs and does not
 * hold it: the less an expression keeps, the more of them stay in the cache.
 */
export class Code {
  readonly slots: SlotColumns;
  readonly slotOf: (name: string) => number;
  readonly nowUs: Float64Array;
  readonly verdict: Verdict;
  /** Values by register. */
  readonly value: Float64Array;
  readonly text: string[];
  /** Shape of a register whose kind only its readings tell. */
  readonly shape: Uint8Array;
  /** In the order in which they take their readings: inner ones first. */
  readonly memories: Memory[] = [];
  readonly reasons: Reason[] = [];
  readonly #workspace: Workspace;

  constructor(root: ExpressionNode, sources: ExpressionSources) {
    this.slots = sources.slots;
    this.slotOf = sources.slotOf;
    this.nowUs = sources.nowUs;
    this.#workspace = sources.workspace ?? new Workspace([root]);
    this.verdict = this.#workspace.verdict;
    this.value = this.#workspace.value;
    this.text = this.#workspace.text;
    this.shape = this.#workspace.shape;
  }

  register(): number {
    return this.#workspace.take();
  }

  /** The number of a reason that may be told. */
  reason(say: Say, subject: string, at: number): number {
    this.reasons.push({ say, subject, at });
    return this.reasons.length - 1;
  }

  /** A part that does nothing but hold a constant. */
  constant(value: number, text = ''): Part {
    const at = this.register();
    this.value[at] = value;
    this.text[at] = text;
    return { at, run: REST };
  }

  /** A check that a calculated register holds a number; what is none is Bad. @param what `The square root` */
  guard(at: number, what: string, place: Span): () => void {
    const { value, verdict } = this;
    const reason = this.reason(NO_NUMBER, what, place.at);
    return () => {
      const found = value[at]!;
      // Also true for infinities: what left the range of numbers is none.
      if (found - found !== 0) judge(verdict, STATUS.BadOutOfRange, reason);
    };
  }
}
