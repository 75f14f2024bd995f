/** The line of a tree that has the focus, among all that are in sight. */
export interface TreePlace {
  readonly at: number;
  readonly count: number;
  /** Lines of a page. */
  readonly pageRows: number;
  readonly isBranch: boolean;
  readonly isOpen: boolean;
  /** The line of the branch above it; undefined at the top. */
  readonly parent: () => number | undefined;
}

/** What a key does in any tree (WAI-ARIA APG, tree view): the line to go to, or what happens to the branch; undefined: nothing. */
export function treeStep(key: string, place: TreePlace): number | 'open' | 'close' | undefined {
  const { at, count, pageRows, isBranch, isOpen, parent } = place;
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + pageRows);
    case 'PageUp':
      return Math.max(0, at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight':
      if (!isBranch) return undefined;
      return isOpen ? Math.min(last, at + 1) : 'open';
    case 'ArrowLeft':
      return isBranch && isOpen ? 'close' : parent();
    default:
      return undefined;
  }
}
