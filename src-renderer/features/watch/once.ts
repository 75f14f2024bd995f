import { create } from 'zustand';
import type { FreshValue } from '../../../src-shared/contract/values.ts';
import { type AdHocAddress, adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { noticed } from '../../state/notices.ts';
import { peekedValues } from '../../state/peeked-values.ts';
import { preparedKey } from '../../state/prepared-writes.ts';
import type { TagRef } from '../../state/tags.ts';
import { formatValue } from '../../ui/number-format.ts';
import { peekedText } from './peeked-text.ts';
import { keptSnapshot, type Snapshot, type Stamped } from './snapshots.ts';
import type { AddressLine, TagLine, ValueLine, WatchLine } from './watch-lines.ts';

/** How the last reading of a whole table went. */
export interface Once {
  readonly atMs: number;
  readonly rows: number;
  /** Why rows have no value of that moment, by the keys of their lines. */
  readonly faults: ReadonlyMap<string, string>;
}

interface OnceOfTables {
  readonly byTable: Readonly<Record<string, Once>>;
  /** Tables that are being read. */
  readonly reading: ReadonlySet<string>;
}

/** A reading a second, and the way to it. */
const PEEK_WAIT_MS = 3_000;

export const useOnce = create<OnceOfTables>()(() => ({ byTable: {}, reading: new Set() }));

/**
 * Reads every row from its device at this moment, those of devices that are away too, and keeps what came as a snapshot. A row
 * that could not be read says why.
 */
export async function tableReadOnce(table: string, lines: readonly WatchLine[]): Promise<void> {
  const { reading } = useOnce.getState();
  const asked = lines.filter((line) => line.kind !== 'section');
  if (reading.has(table) || asked.length === 0) return;
  useOnce.setState({ reading: new Set([...reading, table]) });
  try {
    const tags = asked.flatMap((line) => (line.kind === 'tag' ? [line.ref] : []));
    const [fresh] = await Promise.all([
      rpc().values.readNow({ tags: uniqueRefs(tags) }),
      peekedAnew(asked.flatMap((line) => (line.kind === 'address' ? [line.place] : []))),
    ]);
    taken(table, asked, new Map(fresh.map((value) => [preparedKey(value), value])));
  } catch (error) {
    noticed({ kind: 'failed', text: `The table was not read. ${toNexusError(error).text}` });
  } finally {
    const left = new Set(useOnce.getState().reading);
    left.delete(table);
    useOnce.setState({ reading: left });
  }
}

/** Resolves when every address was read after now, or when that takes too long: its row then has what it had. */
async function peekedAnew(places: readonly AdHocAddress[]): Promise<void> {
  if (places.length === 0) return;
  const waited = new Set(places.map(adHocText));
  const releases = places.map((place) => peekedValues.hold(place));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PEEK_WAIT_MS);
    const stop = peekedValues.onValue((key) => {
      waited.delete(key);
      if (waited.size > 0) return;
      clearTimeout(timer);
      stop();
      resolve();
    });
  });
  for (const release of releases) release();
}

function uniqueRefs(refs: readonly TagRef[]): TagRef[] {
  return [...new Map(refs.map((ref) => [preparedKey(ref), ref])).values()];
}

function taken(table: string, lines: readonly ValueLine[], fresh: ReadonlyMap<string, FreshValue>): void {
  const atMs = Date.now();
  const faults = new Map<string, string>();
  const values = new Map<string, Stamped>();
  for (const line of lines) {
    const { stamped, fault } = line.kind === 'tag' ? ofTag(line, fresh) : ofAddress(line);
    values.set(line.kind === 'tag' ? preparedKey(line.ref) : adHocText(line.place), stamped);
    if (fault !== undefined) faults.set(line.key, fault);
  }
  const snapshot: Snapshot = { takenMs: atMs, values };
  keptSnapshot(table, snapshot);
  useOnce.setState(({ byTable }) => ({ byTable: { ...byTable, [table]: { atMs, rows: lines.length, faults } } }));
}

interface Read {
  readonly stamped: Stamped;
  readonly fault: string | undefined;
}

function ofTag({ ref, tag }: TagLine, fresh: ReadonlyMap<string, FreshValue>): Read {
  const read = fresh.get(preparedKey(ref));
  const name = tag?.name ?? preparedKey(ref);
  if (!read || !tag) return nothing(name, read?.fault?.text ?? 'There is no such tag.');
  const { value, status, timeUs, fault } = read;
  if (value === null) return nothing(name, fault?.text ?? `${describeStatus(status)}.`, describeStatus(status), timeUs);
  const text = typeof value === 'string' ? value : formatValue(Number(value), tag);
  const stamped = { name, value: `${text} ${tag.unit}`.trimEnd(), quality: describeStatus(status), timeUs };
  return { stamped, fault: undefined };
}

function ofAddress({ place, format }: AddressLine): Read {
  const name = adHocText(place);
  const peeked = peekedValues.get(name);
  const text = peeked && peekedText(peeked, format);
  if (!peeked || text === undefined) return nothing(name, peeked?.value.fault?.text ?? 'It was not read yet.');
  const { status, timeUs } = peeked.value;
  return { stamped: { name, value: text, quality: describeStatus(status), timeUs }, fault: undefined };
}

const nothing = (name: string, fault: string, quality = 'Not read', timeUs = 0): Read => ({
  stamped: { name, value: '—', quality, timeUs },
  fault,
});
