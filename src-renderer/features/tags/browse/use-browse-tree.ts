import { useCallback, useEffect, useRef, useState } from 'react';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { type Branch, type BrowseTree, EMPTY_TREE, type TreeRow } from './browse-tree.ts';

export type NodeRow = Extract<TreeRow, { readonly kind: 'node' }>;

/** An address space that is looked at, and what can be done with it. */
export interface Browsing {
  readonly tree: BrowseTree;
  readonly opened: (row: NodeRow, isOpen: boolean) => void;
  readonly toggled: (row: NodeRow) => void;
}

/** Looks through a device branch by branch, as they are opened. What is under way ends with the dialog. */
export function useBrowseTree(device: string): Browsing {
  const [tree, setTree] = useState<BrowseTree>(EMPTY_TREE);
  const abort = useRef<AbortController>(null);
  const read = useCallback(
    async (address: string, signal: AbortSignal): Promise<void> => {
      const put = (branch: Branch): void =>
        setTree((now) => ({ ...now, branches: new Map(now.branches).set(address, branch) }));
      put({ status: 'reading', nodes: [], isCut: false, reason: '' });
      try {
        const { nodes, isCut } = await rpc().drivers.browse({ device, address }, { signal });
        if (!signal.aborted) put({ status: 'ready', nodes, isCut, reason: '' });
      } catch (error) {
        if (!signal.aborted) put({ status: 'failed', nodes: [], isCut: false, reason: toNexusError(error).text });
      }
    },
    [device],
  );
  useEffect(() => {
    const own = new AbortController();
    abort.current = own;
    void read('', own.signal);
    return () => own.abort();
  }, [read]);
  return {
    tree,
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
