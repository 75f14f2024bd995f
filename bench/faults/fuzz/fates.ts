import type { ForgedFrame } from './frame-forge.ts';

/** What can become of a poll of a rogue. */
export const FATES = [
  'correct',
  'rejected',
  'right refused',
  'accepted wrong',
  'used again',
  'hang',
  'uncaught',
] as const;
export type Fate = (typeof FATES)[number];

/** Those that may be. */
export const ALLOWED: readonly Fate[] = ['correct', 'rejected'];

export interface Blame {
  readonly fate: Fate;
  readonly seen: string;
  readonly frames: readonly ForgedFrame[];
}

/** Counts what became of polls, and keeps the first ones that went wrong. */
export class Fates {
  static readonly #KEPT = 20;
  readonly counts = new Map<Fate, number>(FATES.map((fate) => [fate, 0]));
  /** How often each code, or a reading, came. */
  readonly codes = new Map<string, number>();
  readonly blamed: Blame[] = [];

  add(fate: Fate, seen: string, frames: readonly ForgedFrame[]): void {
    this.counts.set(fate, this.of(fate) + 1);
    if (ALLOWED.includes(fate)) this.codes.set(seen, (this.codes.get(seen) ?? 0) + 1);
    else if (this.blamed.length < Fates.#KEPT) this.blamed.push({ fate, seen, frames: [...frames] });
  }

  /** In a sentence. */
  get told(): string {
    return [...this.codes].map(([code, count]) => `${code} ${count.toLocaleString('en')}`).join(', ');
  }

  of(fate: Fate): number {
    return this.counts.get(fate)!;
  }
}
