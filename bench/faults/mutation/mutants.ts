/** One thing broken on purpose in a copy of the sources, and the campaign that must turn red by it. */
export interface Mutant {
  readonly name: string;
  /** What the broken product does. */
  readonly does: string;
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly campaign: string;
  readonly tier: 0 | 1;
  /** The row whose figure must be missed. */
  readonly row: number;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no-sync',
    does: 'the log says “accepted” without having synced',
    file: 'src-main/log/log-disk.ts',
    find: 'sync: () => fdatasyncSync(descriptor),',
    replace: 'sync: () => void descriptor,',
    campaign: 'power-cuts',
    tier: 1,
    row: 2,
  },
];
