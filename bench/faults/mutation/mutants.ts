/** One thing broken on purpose in a copy of the sources, and the campaign that must turn red by it. */
export interface Mutant {
  readonly name: string;
  /** What the broken product does. */
  readonly does: string;
  readonly file: string;
  /** Texts that stand there exactly once, and what stands there instead. */
  readonly edits: readonly (readonly [find: string, replace: string])[];
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
    edits: [['sync: () => fdatasyncSync(descriptor),', 'sync: () => void descriptor,']],
    campaign: 'power-cuts',
    tier: 1,
    row: 2,
  },
  {
    name: 'no-cursor',
    does: 'a sink does not note how far it is',
    file: 'src-main/log/cursor/cursor-file.ts',
    edits: [
      ['writeSync(this.#markFile, this.#mark, 0, MARK_BYTES, 0);', 'void writeSync;'],
      ['await rename(temporary, this.#path);', 'void rename;'],
    ],
    campaign: 'broker-outage',
    tier: 1,
    row: 4,
  },
  {
    name: 'late-reply',
    does: 'a late reply is taken for the answer to the next request',
    file: 'src-main/drivers/modbus/reply.ts',
    edits: [
      [
        "if ((length > 0 && bytes[0] !== sent[0]) || (length > 1 && bytes[1] !== sent[1])) return 'transaction-id';",
        'void sent;',
      ],
    ],
    campaign: 'late-replies',
    tier: 1,
    row: 22,
  },
  {
    name: 'silent-drop',
    does: 'segments are removed and no gap says so',
    file: 'src-main/log/space/segment-drop.ts',
    edits: [['if (gap && !this.#tail.writeGaps([withOwed(this.#owed, gap)])) return undefined;', 'void withOwed;']],
    campaign: 'buffer-budget',
    tier: 1,
    row: 11,
  },
];
