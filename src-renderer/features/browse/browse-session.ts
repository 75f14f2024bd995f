import { create } from 'zustand';
import type { FoundNode } from '../../../src-shared/contract/browse.ts';
import type { BrowseTree } from './browse-tree.ts';
import type { TagWishes } from './tag-forms.ts';

/** A search by text, under way or at its end. */
export interface SearchState {
  readonly text: string;
  readonly status: 'searching' | 'done' | 'cut' | 'stopped' | 'failed';
  readonly hits: readonly FoundNode[];
  readonly seen: number;
  /** Why it ended, where it failed. */
  readonly reason: string;
}

/** All values below something are being gathered. */
export interface Gathering {
  readonly name: string;
  readonly seen: number;
  readonly found: number;
}

/** How one device is looked through: it stays as it is while its tab is behind others. */
export interface BrowseSession {
  readonly tree: BrowseTree;
  /** Also what nodes refer to without being above it. */
  readonly isWide: boolean;
  readonly showsTypes: boolean;
  /** The line that has the focus, and where a selection began. */
  readonly current: string;
  readonly anchor: string;
  /** Nodes that are to become tags, by address, in their order. */
  readonly ticked: ReadonlyMap<string, FoundNode>;
  readonly wishes: TagWishes;
  readonly search: SearchState | null;
  readonly gathering: Gathering | null;
  /** The node that the inspector shows, and those that were shown before it. */
  readonly shown: string | null;
  readonly before: readonly string[];
  /** What was done, or why it was not. */
  readonly said: { readonly tone: 'info' | 'error'; readonly text: string } | null;
}

export const emptyTree = (root: string): BrowseTree => ({ root, branches: new Map(), open: new Set() });

const FIRST: BrowseSession = {
  tree: emptyTree(''),
  isWide: false,
  showsTypes: true,
  current: '',
  anchor: '',
  ticked: new Map(),
  wishes: { naming: 'Parent_Name', fromServer: true, isWritable: false, sampling: '' },
  search: null,
  gathering: null,
  shown: null,
  before: [],
  said: null,
};

const useBrowse = create<{ readonly byDevice: Readonly<Record<string, BrowseSession>> }>()(() => ({ byDevice: {} }));

export const sessionOf = (device: string): BrowseSession => useBrowse.getState().byDevice[device] ?? FIRST;

export function useSession<T>(device: string, pick: (session: BrowseSession) => T): T {
  return useBrowse((state) => pick(state.byDevice[device] ?? FIRST));
}

export function changed(device: string, change: Partial<BrowseSession>): void {
  useBrowse.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: { ...(byDevice[device] ?? FIRST), ...change } },
  }));
}

export function treeChanged(device: string, change: (tree: BrowseTree) => BrowseTree): void {
  changed(device, { tree: change(sessionOf(device).tree) });
}

/** Shows a node in the inspector; Alt+Left leads back to the one before. */
export function nodeShown(device: string, address: string): void {
  const { shown, before } = sessionOf(device);
  if (shown === address) return;
  changed(device, { shown: address, before: shown === null ? before : [...before, shown].slice(-MOST_STEPS) });
}

const MOST_STEPS = 100;

export function shownBefore(device: string): void {
  const { before } = sessionOf(device);
  const last = before.at(-1);
  if (last !== undefined) changed(device, { shown: last, before: before.slice(0, -1) });
}

/** Ticks these nodes, or takes the ticks away where all of them have one. */
export function ticksToggled(device: string, nodes: readonly FoundNode[]): void {
  const ticked = new Map(sessionOf(device).ticked);
  const areAll = nodes.every(({ node }) => ticked.has(node.address));
  for (const found of nodes) {
    if (areAll) ticked.delete(found.node.address);
    else if (!ticked.has(found.node.address)) ticked.set(found.node.address, found);
  }
  changed(device, { ticked, said: null });
}

/** Ticks these nodes; those that have a tick keep it. */
export function ticksAdded(device: string, nodes: readonly FoundNode[]): void {
  const ticked = new Map(sessionOf(device).ticked);
  for (const found of nodes) if (!ticked.has(found.node.address)) ticked.set(found.node.address, found);
  changed(device, { ticked });
}

export function tickRemoved(device: string, address: string): void {
  const ticked = new Map(sessionOf(device).ticked);
  ticked.delete(address);
  changed(device, { ticked });
}

export const ticksCleared = (device: string): void => changed(device, { ticked: new Map(), said: null });

export const wished = (device: string, wish: Partial<TagWishes>): void =>
  changed(device, { wishes: { ...sessionOf(device).wishes, ...wish } });
