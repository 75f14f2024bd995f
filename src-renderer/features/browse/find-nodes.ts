import type { FoundNode } from '../../../src-shared/contract/browse.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { changed, type SearchState, sessionOf, ticksAdded } from './browse-session.ts';
import { isChoosable } from './browse-tree.ts';

const MOST_HITS = 1_000;
/** Values below what was dragged or ticked as a whole. */
const MOST_GATHERED = 20_000;

const searches = new Map<string, AbortController>();
const gatherings = new Map<string, AbortController>();

/** Looks for a text on the device; for an empty one the tree is shown again. What is found is shown as it comes. */
export async function searched(device: string, text: string): Promise<void> {
  searches.get(device)?.abort();
  searches.delete(device);
  if (text === '') return changed(device, { search: null, current: '', anchor: '' });
  const stop = new AbortController();
  searches.set(device, stop);
  let state: SearchState = { text, status: 'searching', hits: [], seen: 0, reason: '' };
  const put = (change: Partial<SearchState>): void => {
    state = { ...state, ...change };
    if (searches.get(device) === stop) changed(device, { search: state });
  };
  changed(device, { search: state, current: '', anchor: '' });
  const { root } = sessionOf(device).tree;
  try {
    const input = { device, from: [root], text, kind: 'any' as const, most: MOST_HITS };
    let isCut = false;
    for await (const event of await rpc().browse.find({ signal: stop.signal, input })) {
      if (event.type === 'found') put({ hits: [...state.hits, ...event.nodes] });
      else if (event.type === 'progress') {
        isCut = event.isCut;
        put({ seen: event.seen });
      }
    }
    put({ status: stop.signal.aborted ? 'stopped' : isCut ? 'cut' : 'done' });
  } catch (error) {
    if (stop.signal.aborted) put({ status: 'stopped' });
    else put({ status: 'failed', reason: toNexusError(error).text });
  }
}

export const searchStopped = (device: string): void => searches.get(device)?.abort();

/** Something of which all values are meant. */
export interface GatherFrom {
  readonly address: string;
  readonly name: string;
  readonly path: readonly string[];
}

/** All values below some nodes, as they are found; the count is told meanwhile. Empty where it was stopped. */
export async function gathered(device: string, from: readonly GatherFrom[]): Promise<readonly FoundNode[]> {
  gatherings.get(device)?.abort();
  const stop = new AbortController();
  gatherings.set(device, stop);
  const name = from.length === 1 ? from[0]!.name : `${from.length} objects`;
  const found: FoundNode[] = [];
  try {
    for (const { address, name: own, path } of from) {
      const input = { device, from: [address], text: '', kind: 'value' as const, most: MOST_GATHERED };
      for await (const event of await rpc().browse.find({ signal: stop.signal, input })) {
        if (event.type === 'found')
          found.push(...event.nodes.map((one) => ({ node: one.node, path: [...path, own, ...one.path] })));
        else if (event.type === 'progress')
          changed(device, { gathering: { name, seen: event.seen, found: found.length } });
        else changed(device, { said: { tone: 'error', text: `${event.name}: ${event.text}` } });
      }
    }
    return stop.signal.aborted ? [] : found.filter(({ node }) => isChoosable(node));
  } catch (error) {
    if (!stop.signal.aborted) changed(device, { said: { tone: 'error', text: toNexusError(error).text } });
    return [];
  } finally {
    if (gatherings.get(device) === stop) {
      gatherings.delete(device);
      changed(device, { gathering: null });
    }
  }
}

export const gatheringStopped = (device: string): void => gatherings.get(device)?.abort();

/** Ticks all values below some nodes. */
export async function tickedBelow(device: string, from: readonly GatherFrom[]): Promise<void> {
  const found = await gathered(device, from);
  ticksAdded(device, found);
}
