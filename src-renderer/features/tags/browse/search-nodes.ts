import type { BrowsedNode } from '../../../../src-shared/contract/drivers.ts';

/** What one search looks at, at most. */
export const MOST_FOLDERS = 1_000;
export const MOST_HITS = 200;

/** How far a search has come. */
export interface SearchProgress {
  readonly folders: number;
  readonly nodes: number;
  readonly hits: number;
}

export interface NodeSearch {
  readonly text: string;
  /** What is below a node; empty for one that cannot be looked through. */
  readonly read: (address: string) => Promise<readonly BrowsedNode[]>;
  readonly onProgress: (progress: SearchProgress) => void;
  readonly signal: AbortSignal;
}

/** Whether a node is looked for: by a part of its name or its address, whatever the case. */
export function isFound({ name, address }: BrowsedNode, text: string): boolean {
  const wanted = text.toLowerCase();
  return name.toLowerCase().includes(wanted) || address.toLowerCase().includes(wanted);
}

/**
 * Looks through an address space level by level, each node once.
 * @returns `done`: all of it was looked at; `cut`: so much that it was enough; `stopped`: by the signal.
 */
export async function searchNodes({ text, read, onProgress, signal }: NodeSearch): Promise<'done' | 'cut' | 'stopped'> {
  const seen = new Set(['']);
  const line = [''];
  let [folders, nodes, hits] = [0, 0, 0];
  for (const address of line) {
    if (folders >= MOST_FOLDERS || hits >= MOST_HITS) return 'cut';
    const below = await read(address);
    if (signal.aborted) return 'stopped';
    folders++;
    for (const node of below) {
      if (seen.has(node.address)) continue;
      seen.add(node.address);
      nodes++;
      if (isFound(node, text)) hits++;
      if (node.hasChildren) line.push(node.address);
    }
    onProgress({ folders, nodes, hits });
  }
  return 'done';
}
