import { create } from 'zustand';
import type { TagView } from '../../src-shared/contract/devices.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { useLink } from './link.ts';
import { liveValues } from './live-values.ts';

export interface TagList {
  readonly status: 'loading' | 'ready' | 'failed';
  /** What was read last; kept while it is read anew and when that does not succeed. */
  readonly tags: readonly TagView[];
  /** Why it could not be read, ready to be shown. */
  readonly reason: string;
}

/** A tag by the names that outlive an engine: its number does not. */
export interface TagRef {
  readonly device: string;
  readonly tag: string;
}

/** The tags of each device that something on the screen asked for. */
export const useTags = create<{ readonly byDevice: Readonly<Record<string, TagList>> }>()(() => ({ byDevice: {} }));

const LOADING: TagList = { status: 'loading', tags: [], reason: '' };

/** Reads the tags of a device unless they are here or on their way. */
export function wantTags(device: string): void {
  const known = useTags.getState().byDevice[device];
  if (!known || known.status === 'failed') void readTags(device);
}

/** Reads the tags of a device whether they are here or not: a person asked for it. */
export const tagsAskedAgain = (device: string): void => void readTags(device);

/** Reads anew every list that something asked for: devices changed, or the engine numbered its tags anew. */
export async function rereadTags(devices: readonly string[]): Promise<void> {
  const before = useTags.getState().byDevice;
  const kept = Object.keys(before).filter((device) => devices.includes(device));
  const lists = await Promise.all(
    kept.map(async (device) => [device, await fetchTags(device, before[device])] as const),
  );
  const after = Object.fromEntries(lists);
  renumberValues(allTags(before), allTags(after));
  useTags.setState({ byDevice: after });
}

const allTags = (lists: Readonly<Record<string, TagList>>): readonly TagView[] =>
  Object.values(lists).flatMap((list) => list.tags);

function renumberValues(before: readonly TagView[], after: readonly TagView[]): void {
  const numbers = new Map(after.map((tag) => [tag.uid, tag.index]));
  const moves = new Map<number, number>();
  for (const { uid, index } of before) {
    const to = numbers.get(uid);
    if (to !== undefined) moves.set(index, to);
  }
  const unchanged = moves.size === before.length && [...moves].every(([from, to]) => from === to);
  if (!unchanged) liveValues.renumber(moves);
}

async function readTags(device: string): Promise<void> {
  const put = (list: TagList): void =>
    useTags.setState(({ byDevice }) => ({ byDevice: { ...byDevice, [device]: list } }));
  const known = useTags.getState().byDevice[device];
  put({ ...LOADING, tags: known?.tags ?? [] });
  put(await fetchTags(device, known));
}

/** One message with 20,000 tags is more than the gateway lets wait for one page. */
const PAGE = 4_000;

async function allPages(device: string): Promise<readonly TagView[]> {
  const tags: TagView[] = [];
  for (;;) {
    const page = await rpc().devices.tags({ device, offset: tags.length, limit: PAGE });
    tags.push(...page);
    if (page.length < PAGE) return tags;
  }
}

async function fetchTags(device: string, known: TagList | undefined): Promise<TagList> {
  try {
    return { status: 'ready', tags: await allPages(device), reason: '' };
  } catch (error) {
    // Before the first link nothing is wrong yet: every list that was asked for is read when it opens.
    const isEarly = useLink.getState().state.kind === 'connecting';
    return { status: isEarly ? 'loading' : 'failed', tags: known?.tags ?? [], reason: toNexusError(error).text };
  }
}

export function findTag(ref: TagRef): TagView | undefined {
  return useTags.getState().byDevice[ref.device]?.tags.find((tag) => tag.id === ref.tag);
}

export const sameTag = (a: TagRef, b: TagRef): boolean => a.device === b.device && a.tag === b.tag;
