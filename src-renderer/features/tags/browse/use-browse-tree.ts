import { useCallback, useEffect, useRef, useState } from 'react';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { type Branch, type BrowseTree, EMPTY_TREE, type TreeRow } from './browse-tree.ts';
import { type SearchProgress, searchNodes } from './search-nodes.ts';

export type NodeRow = Extract<TreeRow, { readonly kind: 'node' }>;

/** A search by text, under way or at its end. */
export interface SearchState {
  readonly text: string;
  readonly status: 'searching' | 'done' | 'cut' | 'stopped';
  readonly progress: SearchProgress;
}

/** An address space that is looked at, and what can be done with it. */
export interface Browsing {
  readonly tree: BrowseTree;
  /** Undefined where the whole tree is shown. */
  readonly search: SearchState | undefined;
  /** Looks for a text; for an empty one the whole tree is shown again. */
  readonly searched: (text: string) => void;
  readonly stopped: () => void;
  readonly opened: (row: NodeRow, isOpen: boolean) => void;
  readonly toggled: (row: NodeRow) => void;
}

/** Looks through a device branch by branch, as they are opened. What is under way ends with the dialog. */
export function useBrowseTree(device: string): Browsing {
  const [tree, setTree] = useState<BrowseTree>(EMPTY_TREE);
  const [search, setSearch] = useState<SearchState>();
  const abort = useRef<AbortController>(null);
  const searching = useRef<AbortController>(null);
  const read = useCallback(
    async (address: string, signal: AbortSignal): Promise<Branch['nodes']> => {
      const put = (branch: Branch): void =>
        setTree((now) => ({ ...now, branches: new Map(now.branches).set(address, branch) }));
      put({ status: 'reading', nodes: [], isCut: false, reason: '' });
      try {
        const { nodes, isCut } = await rpc().drivers.browse({ device, address }, { signal });
        if (!signal.aborted) put({ status: 'ready', nodes, isCut, reason: '' });
        return nodes;
      } catch (error) {
        if (!signal.aborted) put({ status: 'failed', nodes: [], isCut: false, reason: toNexusError(error).text });
        return [];
      }
    },
    [device],
  );
  useEffect(() => {
    const own = new AbortController();
    abort.current = own;
    void read('', own.signal);
    return () => {
      own.abort();
      searching.current?.abort();
    };
  }, [read]);
  const look = async (text: string): Promise<void> => {
    const own = new AbortController();
    searching.current = own;
    const known = tree.branches;
    let progress: SearchProgress = { folders: 0, nodes: 0, hits: 0 };
    setSearch({ text, status: 'searching', progress });
    const status = await searchNodes({
      text,
      signal: own.signal,
      read: async (address) => {
        const branch = known.get(address);
        // Reading goes on where only the search was stopped: what comes still stands in the tree.
        return branch?.status === 'ready' ? branch.nodes : await read(address, abort.current!.signal);
      },
      onProgress: (now) => {
        progress = now;
        setSearch({ text, status: 'searching', progress });
      },
    });
    if (searching.current === own) setSearch({ text, status, progress });
  };
  return {
    tree,
    search,
    searched: (text) => {
      searching.current?.abort();
      searching.current = null;
      if (text === '') setSearch(undefined);
      else void look(text);
    },
    stopped: () => searching.current?.abort(),
    opened: ({ key, node }, isOpen) => {
      setTree((now) => {
        const open = new Set(now.open);
        if (isOpen) open.add(key);
        else open.delete(key);
        return { ...now, open };
      });
      const known = tree.branches.get(node.address)?.status;
      if (isOpen && known !== 'ready' && known !== 'reading') void read(node.address, abort.current!.signal);
    },
    toggled: ({ node, parent }) =>
      setTree((now) => {
        const checked = new Map(now.checked);
        if (!checked.delete(node.address)) checked.set(node.address, { node, parent });
        return { ...now, checked };
      }),
  };
}
