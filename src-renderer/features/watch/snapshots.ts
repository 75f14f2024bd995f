import { create } from 'zustand';
import { adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { liveValues } from '../../state/live-values.ts';
import { peekedValues } from '../../state/peeked-values.ts';
import { preparedKey } from '../../state/prepared-writes.ts';
import { formatValue } from '../../ui/number-format.ts';
import { peekedText } from './peeked-text.ts';
import type { AddressLine, WatchLine } from './watch-lines.ts';

/** A value as it was when the snapshot was taken. */
export interface Stamped {
  readonly name: string;
  /** As shown, with its unit; `—` where there was none. */
  readonly value: string;
  readonly quality: string;
  /** Of the source, µs; 0 where there was no value. */
  readonly timeUs: number;
}

export interface Snapshot {
  readonly takenMs: number;
  /** By `device/tag`, in the order of the table. */
  readonly values: ReadonlyMap<string, Stamped>;
}

export interface Difference {
  readonly key: string;
  readonly name: string;
  readonly before: Stamped | undefined;
  readonly after: Stamped | undefined;
}

const KEPT = 20;

/** The last snapshots of each table, oldest first, for as long as the page lives. */
export const useSnapshots = create<{ readonly byTable: Readonly<Record<string, readonly Snapshot[]>> }>()(() => ({
  byTable: {},
}));

/** Keeps all values of a table as they are now, with their times. */
export const snapshotTaken = (table: string, lines: readonly WatchLine[]): void =>
  keptSnapshot(table, snapshotOf(lines));

/** Keeps what was read of a table. */
export function keptSnapshot(table: string, taken: Snapshot): void {
  useSnapshots.setState(({ byTable }) => ({
    byTable: { ...byTable, [table]: [...(byTable[table] ?? []), taken].slice(-KEPT) },
  }));
}

/** All values of a table as they are now. */
export function snapshotOf(lines: readonly WatchLine[]): Snapshot {
  const values = new Map<string, Stamped>();
  for (const line of lines) {
    if (line.kind === 'address') values.set(adHocText(line.place), peekedNow(line));
    if (line.kind !== 'tag' || !line.tag) continue;
    const { tag } = line;
    const isSeen = liveValues.seen(tag.index);
    const timeUs = liveValues.usableUs[tag.index] ?? 0;
    const number = formatValue(liveValues.value[tag.index] ?? Number.NaN, tag);
    const text = timeUs === 0 ? '—' : `${liveValues.text(tag.index) ?? number} ${tag.unit}`.trimEnd();
    const quality = isSeen ? describeStatus(liveValues.status[tag.index] ?? 0) : 'No value yet';
    values.set(preparedKey(line.ref), { name: tag.name, value: text, quality, timeUs });
  }
  return { takenMs: Date.now(), values };
}

function peekedNow({ place, format }: AddressLine): Stamped {
  const name = adHocText(place);
  const peeked = peekedValues.get(name);
  if (!peeked) return { name, value: '—', quality: 'No value yet', timeUs: 0 };
  const { status, timeUs } = peeked.value;
  return { name, value: peekedText(peeked, format) ?? '—', quality: describeStatus(status), timeUs };
}

/** What is not the same in value or quality, in the order of the later snapshot, with what only one of them has. */
export function differences(before: Snapshot, after: Snapshot): readonly Difference[] {
  const keys = [...new Set([...after.values.keys(), ...before.values.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [before.values.get(key), after.values.get(key)];
    if (was && is && was.value === is.value && was.quality === is.quality) return [];
    return [{ key, name: (is ?? was)!.name, before: was, after: is }];
  });
}
