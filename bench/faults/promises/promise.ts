/** What proves a promise: a campaign by its name, or a test by its file and the words that its title contains. */
export type Proof = { readonly campaign: string } | { readonly test: string; readonly says: string };

/** One row of docs/guarantees.md. */
export interface Promised {
  /** As in the reliability reference, section 1. */
  readonly row: number;
  /** One sentence that a user can hold us to. */
  readonly promise: string;
  /** The figure that is promised. */
  readonly figure: string;
  readonly proofs: readonly Proof[];
  /** What of it is not proven here, how far it got, and why. */
  readonly short?: string;
}
