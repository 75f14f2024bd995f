import type { PlacedLine } from './topic-lines.ts';

/** What a key does in the tree: the line to go to, or what happens to the branch itself; undefined: nothing. */
export function treeStep(
  key: string,
  lines: readonly PlacedLine[],
  at: number,
  isOpen: boolean,
  pageRows: number,
): number | 'open' | 'closed' | undefined {
  const last = lines.length - 1;
  const { line, parent } = lines[at]!;
  const isBranch = line.children > 0;
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
    case 'Enter':
      return isBranch ? (isOpen ? 'closed' : 'open') : at;
    case 'ArrowRight':
      if (!isBranch) return undefined;
      return isOpen ? Math.min(last, at + 1) : 'open';
    case 'ArrowLeft':
      if (isBranch && isOpen) return 'closed';
      return parent === null ? undefined : lines.findIndex((other) => other.line.topic === parent);
    default:
      return undefined;
  }
}
