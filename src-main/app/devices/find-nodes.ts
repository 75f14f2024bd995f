import type { FindEvent, FoundNode } from '../../../src-shared/contract/browse.ts';
import type { NodeKind } from '../../drivers/browsed-node.ts';
import type { EngineParts } from '../engine-parts.ts';
import { browseDevice } from './ask-device.ts';
import { nodeView } from './node-view.ts';

/** Nodes that are looked below in one request. */
const AT_ONCE = 40;
/** A search that saw so many has seen enough. */
const MOST_SEEN = 200_000;

export interface FindWish {
  readonly device: string;
  readonly from: readonly string[];
  readonly text: string;
  readonly kind: 'any' | 'value';
  readonly most: number;
}

interface Place {
  readonly address: string;
  readonly path: readonly string[];
}

/** Below these there may be something. */
const OPENED: ReadonlySet<NodeKind> = new Set<NodeKind>(['folder', 'value', 'view', 'type']);

/**
 * Looks through a device level by level, each node once, in turns of its own between which the device is polled on.
 * @throws NexusError as `browseDevice`.
 */
export async function* findNodes(
  parts: Pick<EngineParts, 'probes' | 'plant'>,
  { device, from, text, kind, most }: FindWish,
  signal: AbortSignal,
): AsyncGenerator<FindEvent> {
  const wanted = text.toLowerCase();
  const seen = new Set(from);
  const line: Place[] = from.map((address) => ({ address, path: [] }));
  let found = 0;
  let at = 0;
  while (at < line.length && found < most && seen.size < MOST_SEEN) {
    if (signal.aborted) return;
    const part = line.slice(at, at + AT_ONCE);
    at += part.length;
    const addresses = part.map(({ address }) => address);
    const branches = await browseDevice(parts, device, { kind: 'names', addresses }, signal);
    const hits: { readonly address: string; readonly path: readonly string[] }[] = [];
    for (const [i, { nodes, fault }] of branches.entries()) {
      const { path } = part[i]!;
      if (fault !== null) yield { type: 'refused', name: path.at(-1) ?? part[i]!.address, text: fault };
      for (const node of nodes) {
        if (seen.has(node.address)) continue;
        seen.add(node.address);
        if (OPENED.has(node.kind)) line.push({ address: node.address, path: [...path, node.name] });
        const isWanted = node.name.toLowerCase().includes(wanted) || node.address.toLowerCase().includes(wanted);
        if (isWanted && (kind === 'any' || node.kind === 'value')) hits.push({ address: node.address, path });
      }
    }
    const nodes = await described(parts, device, hits.slice(0, most - found), signal);
    found += nodes.length;
    if (nodes.length > 0) yield { type: 'found', nodes };
    const isCut = found >= most || seen.size >= MOST_SEEN;
    yield { type: 'progress', seen: seen.size - from.length, found, isCut };
  }
}

async function described(
  parts: Pick<EngineParts, 'probes' | 'plant'>,
  device: string,
  hits: readonly Place[],
  signal: AbortSignal,
): Promise<FoundNode[]> {
  if (hits.length === 0) return [];
  const question = { kind: 'nodes', addresses: hits.map(({ address }) => address) } as const;
  const nodes = await browseDevice(parts, device, question, signal);
  return nodes.flatMap((node, i) => (node ? [{ node: nodeView(node), path: [...hits[i]!.path] }] : []));
}
