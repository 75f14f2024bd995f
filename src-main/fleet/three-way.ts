/** A device at one place: the fingerprint of its form; undefined where there is none. */
export type Print = string | undefined;

/** What both sides last agreed on. */
export interface Base {
  readonly version: number;
  readonly print: string;
}

/** The device as the store has it. */
export interface There {
  readonly version: number;
  readonly print: string;
  /** Whether it is one of this gateway's: it is not removed, and of its partition. */
  readonly isOurs: boolean;
  readonly isRemoved: boolean;
}

/** What to do so that both sides agree again. */
export type Step =
  | { readonly kind: 'none' }
  /** Both say the same already: only what was agreed on is noted. */
  | { readonly kind: 'agreed' }
  /** Neither runs it here nor is it ours: what was agreed on is forgotten. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'take' }
  | { readonly kind: 'let go' }
  | { readonly kind: 'tell' }
  | { readonly kind: 'tell removal' }
  | {
      readonly kind: 'conflict';
      readonly here: 'changed' | 'removed' | 'new';
      readonly there: 'changed' | 'removed' | 'elsewhere';
    };

/**
 * Compares a device here and in the store with what both last agreed on. Whoever alone changed it is followed; where
 * both did, nothing is done by itself.
 *
 * @param base undefined: they never agreed.
 * @param there undefined: the store never had it.
 */
export function threeWay(base: Base | undefined, here: Print, there: There | undefined): Step {
  const changedHere = here !== base?.print;
  if (!there) {
    // A store that was emptied or replaced: what is here is told to it anew.
    return here === undefined ? { kind: base ? 'forget' : 'none' } : { kind: 'tell' };
  }
  const changedThere = there.version !== base?.version;
  if (there.isOurs) {
    if (here === there.print) return base && !changedThere && !changedHere ? { kind: 'none' } : { kind: 'agreed' };
    if (!base) return here === undefined ? { kind: 'take' } : { kind: 'conflict', here: 'new', there: 'changed' };
    if (!changedHere) return { kind: 'take' };
    if (!changedThere) return here === undefined ? { kind: 'tell removal' } : { kind: 'tell' };
    return { kind: 'conflict', here: here === undefined ? 'removed' : 'changed', there: 'changed' };
  }
  if (here === undefined) return { kind: base ? 'forget' : 'none' };
  if (base && !changedHere) return { kind: 'let go' };
  // A device that nobody has any more may come back.
  if (there.isRemoved && !base) return { kind: 'tell' };
  return { kind: 'conflict', here: base ? 'changed' : 'new', there: there.isRemoved ? 'removed' : 'elsewhere' };
}
