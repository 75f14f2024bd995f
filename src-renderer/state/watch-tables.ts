import { create } from 'zustand';
import type { WatchEntry, WatchTable } from '../../src-shared/contract/watches.ts';
import type { AdHocAddress } from '../../src-shared/domain/ad-hoc-address.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { tabClosed, tabOpened, useLayout } from './layout.ts';
import { isOpen } from './link.ts';
import { may } from './roles.ts';
import type { TagRef } from './tags.ts';
import { type WatchRows, withAddress, withTags } from './watch-rows.ts';

/** A table that something on the screen shows. */
export interface ShownWatch {
  readonly status: 'loading' | 'ready' | 'failed';
  /** As it is here, with edits that are on their way to the gateway. */
  readonly table: WatchTable | undefined;
  /** What the table was made from. */
  readonly version: string | null;
  /** Why it could not be read or saved; empty when it could. */
  readonly reason: string;
  readonly undo: readonly WatchRows[];
  readonly redo: readonly WatchRows[];
}

interface WatchTables {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly list: readonly WatchEntry[];
  readonly reason: string;
  readonly shown: Readonly<Record<string, ShownWatch>>;
}

const UNDO_STEPS = 200;
/** Edits that come together are one save. */
const SAVE_AFTER_MS = 200;
const READING: ShownWatch = { status: 'loading', table: undefined, version: null, reason: '', undo: [], redo: [] };

/** The watch tables of the project. They hold what to show, never values. */
export const useWatchTables = create<WatchTables>()(() => ({ status: 'loading', list: [], reason: '', shown: {} }));

const put = (id: string, change: Partial<ShownWatch>): void =>
  useWatchTables.setState(({ shown }) => ({ shown: { ...shown, [id]: { ...(shown[id] ?? READING), ...change } } }));
const shownOf = (id: string): ShownWatch | undefined => useWatchTables.getState().shown[id];

/** Reads the list, and anew every table that is shown. */
export async function readWatchTables(): Promise<void> {
  try {
    useWatchTables.setState({ status: 'ready', list: await rpc().watches.list({}), reason: '' });
  } catch (error) {
    useWatchTables.setState({ status: 'failed', reason: toNexusError(error).text });
  }
  await Promise.all(Object.keys(useWatchTables.getState().shown).map((id) => readTable(id)));
}

/** Reads a table unless it is here or on its way. */
export function wantWatch(id: string): void {
  if (!shownOf(id) || shownOf(id)?.status === 'failed') void readTable(id);
}

async function readTable(id: string): Promise<void> {
  if (saving.has(id)) return;
  if (!shownOf(id)) put(id, READING);
  try {
    const { version, ...table } = await rpc().watches.get({ id });
    if (!saving.has(id)) put(id, { status: 'ready', table, version, reason: '' });
  } catch (error) {
    // Without a link nothing is wrong with the table: what is shown is read when there is one.
    if (!isOpen()) return;
    put(id, { status: 'failed', reason: toNexusError(error).text });
  }
}

/** A table was saved or removed, here or in another window. */
export function watchChanged({ id, version }: { readonly id: string; readonly version: string | null }): void {
  void readList();
  const own = saving.get(id);
  if (own) own.heard = version;
  else if (shownOf(id) && shownOf(id)?.version !== version) void readTable(id);
}

async function readList(): Promise<void> {
  const list = await rpc()
    .watches.list({})
    .catch(() => undefined);
  if (list) useWatchTables.setState({ list });
}

interface Saving {
  timer: ReturnType<typeof setTimeout> | undefined;
  isRunning: boolean;
  /** The version that the gateway told of meanwhile. */
  heard?: string | null;
}

/** Tables whose edits are not with the gateway yet. */
const saving = new Map<string, Saving>();

/** Changes the rows of a table: shown at once, saved in a moment, one step of undo. */
export function rowsChanged(id: string, edit: (rows: WatchRows) => WatchRows): void {
  const { table, undo } = shownOf(id) ?? READING;
  // A viewer has the same keys, and changes nothing.
  if (!table || !may('operate')) return;
  const rows = edit(table.rows);
  if (rows === table.rows) return;
  put(id, { table: { ...table, rows: [...rows] }, undo: [...undo, table.rows].slice(-UNDO_STEPS), redo: [] });
  saveSoon(id);
}

/** Takes back the last change of rows, or makes it again. */
export function rowsStepped(id: string, step: 'undo' | 'redo'): void {
  const { table, ...steps } = shownOf(id) ?? READING;
  const rows = steps[step].at(-1);
  if (!table || !rows) return;
  const back = step === 'undo' ? 'redo' : 'undo';
  put(id, {
    table: { ...table, rows: [...rows] },
    [step]: steps[step].slice(0, -1),
    [back]: [...steps[back], table.rows],
  });
  saveSoon(id);
}

/** Gives a table another name; one that is not shown is read first. @throws NexusError */
export async function watchRenamed(id: string, name: string): Promise<void> {
  if (shownOf(id)?.status !== 'ready') await readTable(id);
  const { table } = shownOf(id) ?? READING;
  const next = name.trim();
  if (!table || next === '' || next === table.name) return;
  put(id, { table: { ...table, name: next } });
  saveSoon(id);
}

function saveSoon(id: string): void {
  const own = saving.get(id) ?? { timer: undefined, isRunning: false };
  clearTimeout(own.timer);
  own.timer = setTimeout(() => void save(id, own), SAVE_AFTER_MS);
  saving.set(id, own);
}

async function save(id: string, own: Saving): Promise<void> {
  own.timer = undefined;
  // One after another: each is made from the version that the one before gave.
  if (own.isRunning) return saveSoon(id);
  const { table, version } = shownOf(id) ?? READING;
  if (!table) return;
  own.isRunning = true;
  try {
    const saved = await rpc().watches.save({ ...table, base: version });
    put(id, { version: saved.version, reason: '' });
    own.isRunning = false;
    if (own.timer !== undefined) return;
    saving.delete(id);
    if (own.heard !== undefined && own.heard !== saved.version) await readTable(id);
  } catch (error) {
    clearTimeout(own.timer);
    saving.delete(id);
    const { code, text } = toNexusError(error);
    if (code === 'NX_REVISION_CONFLICT') await readTable(id);
    put(id, { reason: `The last change of this table is not saved. ${text}` });
  }
}

/** Makes a table and returns its id. @throws NexusError when the gateway does not take it. */
export async function watchMade(name?: string, rows: WatchRows = []): Promise<string> {
  const { list } = useWatchTables.getState();
  let number = list.length + 1;
  const free = (wanted: string): boolean => !list.some(({ id }) => id === wanted);
  while (!free(`watch-${number}`)) number++;
  const table: WatchTable = { id: `watch-${number}`, name: name ?? `Watch ${number}`, rows: [...rows] };
  const { version } = await rpc().watches.save({ ...table, base: null });
  put(table.id, { ...READING, status: 'ready', table, version });
  await readList();
  return table.id;
}

/** Makes a copy beside a table and returns its id. @throws NexusError */
export async function watchCopied(id: string): Promise<string> {
  const { name, rows } = shownOf(id)?.table ?? (await rpc().watches.get({ id }));
  return await watchMade(`Copy of ${name}`.slice(0, 128), rows);
}

/** @throws NexusError */
export async function watchRemoved(id: string): Promise<void> {
  clearTimeout(saving.get(id)?.timer);
  saving.delete(id);
  await rpc().watches.remove({ id });
  tabClosed(watchPath(id), 'surely');
  useWatchTables.setState(({ shown, list }) => {
    const { [id]: _gone, ...others } = shown;
    return { shown: others, list: list.filter((entry) => entry.id !== id) };
  });
}

export const watchPath = (id: string): string => `watch/${id}`;

/** Adds tags to a table, or to a new one, and shows it. @param id `new`: a table that is made for them. */
export async function tagsAddedToWatch(id: string, refs: readonly TagRef[]): Promise<void> {
  if (id === 'new') {
    tabOpened(watchPath(await watchMade(undefined, withTags([], refs))), 'kept');
    return;
  }
  if (shownOf(id)?.status !== 'ready') await readTable(id);
  rowsChanged(id, (rows) => withTags(rows, refs));
  tabOpened(watchPath(id), 'kept');
}

/** Has places without tags looked at in the last table of the list, or in a new one, and shows it. */
export async function addressesAddedToUsualWatch(places: readonly AdHocAddress[]): Promise<void> {
  const { list } = useWatchTables.getState();
  const id = list.findLast(({ fault }) => fault === null)?.id ?? (await watchMade());
  if (shownOf(id)?.status !== 'ready') await readTable(id);
  rowsChanged(id, (rows) => places.reduce<WatchRows>((all, place) => withAddress(all, place), rows));
  tabOpened(watchPath(id), 'kept');
}

/** Adds tags to the table that is open, the last one of the list where none is, or a new one. */
export async function tagsAddedToUsualWatch(refs: readonly TagRef[]): Promise<void> {
  const { list } = useWatchTables.getState();
  const sound = list.filter(({ fault }) => fault === null);
  const { active } = useLayout.getState();
  const open = sound.find(({ id }) => active === watchPath(id)) ?? sound.at(-1);
  await tagsAddedToWatch(open?.id ?? 'new', refs);
}
