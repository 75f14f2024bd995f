/** What became of bytes that may have come from anybody. */
export type Verdict = 'read' | 'refused';

/** A decoder accepted what it must not, or read another value than stands there. */
export class AcceptedWrong extends Error {}

/** A decoder, and what it is fed with. */
export interface FuzzTarget {
  readonly name: string;
  /** Sound ones, each of which is read; changed ones are made of them. */
  readonly samples: readonly Buffer[];
  /** Changed ones of a run of tier 0. */
  readonly frames: number;
  /** @throws AcceptedWrong; anything else that it throws is an exception that nobody awaits. */
  readonly judge: (bytes: Buffer) => Verdict | Promise<Verdict>;
}
