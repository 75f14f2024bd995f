import { z } from 'zod';
import { create } from 'zustand';
import type { CheckChain } from '../../src-shared/contract/check-bundle.ts';
import type { CheckLoopView } from '../../src-shared/contract/check-loops.ts';
import type { CheckEntry } from '../../src-shared/contract/checks.ts';
import { type CheckSheet, loopKey } from '../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { tabClosed } from './layout.ts';
import { isOpen } from './link.ts';
import { readStored, writeStored } from './stored.ts';
import type { TagRef } from './tags.ts';

/** A sheet that something on the screen shows, with its loops as the gateway last told them. */
export interface ShownChecks {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly sheet: (CheckSheet & { readonly version: string }) | undefined;
  readonly loops: readonly CheckLoopView[];
  /** Why it could not be read; empty when it could. */
  readonly reason: string;
  /** The loop that is looked at, by its key. */
  readonly selected: string | undefined;
}

interface Checks {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly list: readonly CheckEntry[];
  readonly reason: string;
  readonly shown: Readonly<Record<string, ShownChecks>>;
  /** Somebody wants to make a sheet. */
  readonly isGenerating: boolean;
  /** What stands under a check that is signed here. */
  readonly signer: string;
  /** For how long a value stands still before it is captured by itself; null: only by hand. */
  readonly steadyS: number | null;
  /** What the record of results said of itself when it was last read. */
  readonly chain: CheckChain | undefined;
}

const SIGNER_KEY = 'nexus.check-signer';
const STEADY_KEY = 'nexus.check-steady';
const READING: ShownChecks = { status: 'loading', sheet: undefined, loops: [], reason: '', selected: undefined };

/** The sheets of loop checks. */
export const useChecks = create<Checks>()(() => ({
  status: 'loading',
  list: [],
  reason: '',
  shown: {},
  isGenerating: false,
  signer: readStored(SIGNER_KEY, z.string().max(64)) ?? '',
  steadyS: readStored(STEADY_KEY, z.number().min(1).max(60).nullable()) ?? null,
  chain: undefined,
}));

export const checkPath = (id: string): string => `check/${id}`;
export const generateAsked = (): void => useChecks.setState({ isGenerating: true });
export const generateClosed = (): void => useChecks.setState({ isGenerating: false });

export function signerNamed(signer: string): void {
  useChecks.setState({ signer });
  writeStored(SIGNER_KEY, signer);
}

/** @param seconds null: only by hand. */
export function steadyChosen(seconds: number | null): void {
  useChecks.setState({ steadyS: seconds });
  writeStored(STEADY_KEY, seconds);
}

const put = (id: string, change: Partial<ShownChecks>): void =>
  useChecks.setState(({ shown }) => ({ shown: { ...shown, [id]: { ...(shown[id] ?? READING), ...change } } }));

export const loopSelected = (id: string, key: string): void => put(id, { selected: key });

/** Reads the list, and anew every sheet that is shown. */
export async function readChecks(): Promise<void> {
  try {
    const [list, chain] = await Promise.all([rpc().checks.list({}), rpc().checks.verify({})]);
    useChecks.setState({ status: 'ready', list, chain, reason: '' });
  } catch (error) {
    useChecks.setState({ status: 'failed', reason: toNexusError(error).text });
  }
  await Promise.all(Object.keys(useChecks.getState().shown).map(readSheet));
}

/** Reads a sheet unless it is here or on its way. */
export function wantChecks(id: string): void {
  const known = useChecks.getState().shown[id];
  if (!known || known.status === 'failed') void readSheet(id);
}

async function readSheet(id: string): Promise<void> {
  if (!useChecks.getState().shown[id]) put(id, READING);
  try {
    const [sheet, loops] = await Promise.all([rpc().checks.get({ id }), rpc().checks.loops({ id })]);
    const { selected } = useChecks.getState().shown[id] ?? READING;
    const isThere = loops.some((loop) => loopKey(loop) === selected);
    const first = loops.find(({ signature }) => !signature) ?? loops[0];
    put(id, { status: 'ready', sheet, loops, reason: '', selected: isThere ? selected : first && loopKey(first) });
  } catch (error) {
    // Without a link nothing is wrong with the sheet: it is read when there is one.
    if (isOpen()) put(id, { status: 'failed', reason: toNexusError(error).text });
  }
}

/** Saves an edit of a sheet, made from what is there now. @throws NexusError */
export async function sheetChanged(id: string, edit: (sheet: CheckSheet) => CheckSheet): Promise<void> {
  const { version, ...sheet } = await rpc().checks.get({ id });
  await rpc().checks.save({ ...edit(sheet), base: version });
  await readSheet(id);
}

/** Adds tags to a sheet, each with the template that suits it; those that stand there stay as they are. @throws NexusError */
export async function tagsAddedToChecks(id: string, refs: readonly TagRef[]): Promise<number> {
  const devices = [...new Set(refs.map(({ device }) => device))];
  const wanted = new Set(refs.map(loopKey));
  const { loops } = await rpc().checks.propose({ devices, wireBreak: false });
  let added = 0;
  await sheetChanged(id, (sheet) => {
    const there = new Set(sheet.loops.map(loopKey));
    const fresh = loops.filter((loop) => wanted.has(loopKey(loop)) && !there.has(loopKey(loop)));
    added = fresh.length;
    return { ...sheet, loops: [...sheet.loops, ...fresh] };
  });
  return added;
}

/** Takes a loop as an answer of the gateway has it. */
export function loopTaken(id: string, loop: CheckLoopView): void {
  const { loops } = useChecks.getState().shown[id] ?? READING;
  put(id, { loops: loops.map((one) => (loopKey(one) === loopKey(loop) ? loop : one)) });
}

const REREAD_AFTER_MS = 150;
const due = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Something was recorded or saved, here or in another window: many changes in a moment are one look. */
export function checksChanged({ id }: { readonly id: string }): void {
  due.add(id);
  timer ??= setTimeout(() => {
    timer = undefined;
    void readDue([...due].filter((one) => useChecks.getState().shown[one]));
    due.clear();
  }, REREAD_AFTER_MS);
}

async function readDue(ids: readonly string[]): Promise<void> {
  const list = await rpc()
    .checks.list({})
    .catch(() => undefined);
  if (list) useChecks.setState({ list, status: 'ready', reason: '' });
  await Promise.all(ids.map(readSheet));
}

/** Removes a sheet and closes its tab. @throws NexusError */
export async function checksRemoved(id: string): Promise<void> {
  await rpc().checks.remove({ id });
  tabClosed(checkPath(id), 'surely');
  useChecks.setState(({ shown, list }) => {
    const { [id]: _gone, ...others } = shown;
    return { shown: others, list: list.filter((entry) => entry.id !== id) };
  });
}
