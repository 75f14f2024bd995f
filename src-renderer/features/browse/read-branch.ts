import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { changed, emptyTree, sessionOf, treeChanged } from './browse-session.ts';
import type { Branch, NodeRow } from './browse-tree.ts';

/** Branches that are being read, by device and address. */
const readings = new Map<string, AbortController>();
const keyOf = (device: string, address: string): string => `${device} ${address}`;

/** Reads what is below a node, page by page; what comes stands in the tree at once. Never rejects. */
export async function readBranch(device: string, address: string): Promise<void> {
  const { tree, isWide } = sessionOf(device);
  if (tree.branches.get(address)?.status === 'reading') return;
  const key = keyOf(device, address);
  const stop = new AbortController();
  readings.set(key, stop);
  const put = (branch: Branch): void => {
    if (readings.get(key) === stop)
      treeChanged(device, (now) => ({ ...now, branches: new Map(now.branches).set(address, branch) }));
  };
  let nodes: Branch['nodes'] = [];
  put({ status: 'reading', nodes, isCut: false, reason: '' });
  try {
    let after: string | undefined;
    do {
      const page = await rpc().browse.below({ device, address, wide: isWide, ...(after !== undefined && { after }) });
      const known = new Set(nodes.map((node) => node.address));
      nodes = [...nodes, ...page.nodes.filter((node) => !known.has(node.address))];
      after = page.next ?? undefined;
      if (stop.signal.aborted) {
        if (after !== undefined) await rpc().browse.forget({ device, after });
        put({ status: 'stopped', nodes, isCut: after !== undefined, reason: '' });
        break;
      }
      put({ status: after === undefined ? 'ready' : 'reading', nodes, isCut: page.isCut, reason: '' });
    } while (after !== undefined);
  } catch (error) {
    put({ status: 'failed', nodes, isCut: false, reason: toNexusError(error).text });
  } finally {
    if (readings.get(key) === stop) readings.delete(key);
  }
}

/** Stops every reading of a device; what came so far stays. */
export function readingsStopped(device: string): void {
  for (const [key, stop] of readings) if (key.startsWith(`${device} `)) stop.abort();
}

/** Begins anew at another place, or with other references. */
export function beganAt(device: string, root: string, isWide: boolean): void {
  readingsStopped(device);
  for (const key of [...readings.keys()]) if (key.startsWith(`${device} `)) readings.delete(key);
  changed(device, { tree: emptyTree(root), isWide, current: '', anchor: '', search: null });
  void readBranch(device, root);
}

/** Opens or closes a line; what is below it is read where that was not done yet. */
export function opened(device: string, { key, node }: NodeRow, isOpen: boolean): void {
  treeChanged(device, (now) => {
    const open = new Set(now.open);
    if (isOpen) open.add(key);
    else open.delete(key);
    return { ...now, open };
  });
  const known = sessionOf(device).tree.branches.get(node.address)?.status;
  if (isOpen && known !== 'ready' && known !== 'reading') void readBranch(device, node.address);
}

/** How many nodes came so far of the branches that are being read; undefined where none is. */
export function readSoFar(branches: ReadonlyMap<string, Branch>): number | undefined {
  let nodes: number | undefined;
  for (const branch of branches.values()) if (branch.status === 'reading') nodes = (nodes ?? 0) + branch.nodes.length;
  return nodes;
}
