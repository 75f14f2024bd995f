import { isDeepStrictEqual } from 'node:util';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { DeviceJob } from '../../acquisition/acquisition-messages.ts';
import type { TagRule } from '../../processing/tag-rule.ts';
import type { CheckedDevice } from '../../project/check/check-device.ts';
import type { TopicQualityRule } from '../../project/config/quality-config.ts';
import { deviceJob } from '../devices/device-job.ts';
import { type DeviceEntry, TagDirectory, type TagEntry } from '../tags/tag-directory.ts';
import { sameIdentities } from './same-identities.ts';

/** What of a project processing depends on. */
export interface Processing {
  readonly devices: readonly CheckedDevice[];
  readonly rules: readonly TopicQualityRule[];
}

/** A tag of one configuration, ready to be run. Numbers of tags are the same in both. */
export interface PlannedTag {
  readonly entry: TagEntry;
  readonly rule: TagRule;
  readonly driver: DeviceJob['tags'][number]['driver'];
  /** Undefined for tags that are read. */
  readonly isMade: boolean;
  /** Numbers of the tags that it is made of. */
  readonly madeOf: readonly number[];
  readonly unit: string;
}

export interface TagPair {
  readonly before: PlannedTag;
  readonly after: PlannedTag;
}

export interface ReplayPlan {
  readonly before: ReadonlyMap<number, PlannedTag>;
  readonly after: ReadonlyMap<number, PlannedTag>;
  /** Tags that are read, and processed otherwise. */
  readonly read: readonly TagPair[];
  /** Tags whose address, type or order of bytes differs: what another place held, history does not know. */
  readonly moved: readonly TagPair[];
  /** Tags that are made of others, and of whose making something differs. */
  readonly made: readonly TagPair[];
  /** Aggregates of tags of which something differs. */
  readonly derived: readonly TagPair[];
  /** Tags that are processed the same way. */
  readonly untouched: number;
  readonly added: readonly PlannedTag[];
  readonly removed: readonly PlannedTag[];
}

/** What differs between two configurations, tag by tag. Devices and tags that are switched off do not count. */
export function replayPlan(before: Processing, after: Processing): ReplayPlan {
  const numbers = new TagDirectory();
  const old = plannedTags(numbers, before);
  const next = new TagDirectory();
  // The same identity has the same number in both.
  for (const { uid } of numbers.tags.toSorted((a, b) => a.number - b.number)) next.reserveTag(uid);
  const fresh = plannedTags(next, { ...after, devices: sameIdentities(before.devices, after.devices) });
  const pairs = [...old.values()].flatMap((tag) => {
    const other = fresh.get(tag.entry.number);
    return other ? [{ before: tag, after: other }] : [];
  });
  const kinds = new Map(pairs.map((pair) => [pair.after.entry.number, kindOf(pair)]));
  const added = [...fresh.values()].filter(({ entry }) => !old.has(entry.number));
  spread(kinds, pairs, new Set(added.map(({ entry }) => entry.number)));
  const of = (kind: Kind): TagPair[] => pairs.filter(({ after: tag }) => kinds.get(tag.entry.number) === kind);
  return {
    before: old,
    after: fresh,
    read: of('read'),
    moved: of('moved'),
    made: of('made'),
    derived: of('derived'),
    untouched: of('untouched').length,
    added,
    removed: [...old.values()].filter(({ entry }) => !fresh.has(entry.number)),
  };
}

type Kind = 'read' | 'moved' | 'made' | 'derived' | 'untouched';

function kindOf({ before, after }: TagPair): Kind {
  // Until it is known what becomes of their tag.
  if (after.entry.derived) return 'untouched';
  if (before.isMade !== after.isMade) return 'moved';
  const isSameRule = isDeepStrictEqual(before.rule, after.rule) && before.unit === after.unit;
  if (after.isMade) {
    const isSameMaking =
      before.driver.address === after.driver.address && before.driver.dataType === after.driver.dataType;
    const isSame = isSameRule && isSameMaking;
    return isSame && isDeepStrictEqual(before.madeOf, after.madeOf) ? 'untouched' : 'made';
  }
  if (!isSameText(before, after) && placeOf(before) !== placeOf(after)) return 'moved';
  return isSameRule ? 'untouched' : 'read';
}

/** What is made of something that differs, differs. */
function spread(kinds: Map<number, Kind>, pairs: readonly TagPair[], added: ReadonlySet<number>): void {
  const isTouched = (number: number): boolean =>
    added.has(number) || (kinds.get(number) ?? 'untouched') !== 'untouched';
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const { after } of pairs) {
      const { number } = after.entry;
      if (kinds.get(number) !== 'untouched' || !after.madeOf.some(isTouched)) continue;
      kinds.set(number, after.isMade ? 'made' : 'derived');
      isDone = false;
    }
  }
}

/** Written the same way for the same connection, which is told apart sooner than what it means. */
function isSameText({ entry: a, driver: old }: PlannedTag, { entry: b, driver: fresh }: PlannedTag): boolean {
  const isSameTag =
    old.address === fresh.address &&
    old.dataType === fresh.dataType &&
    old.byteOrder === fresh.byteOrder &&
    old.length === fresh.length;
  const [was, is] = [a.device.device, b.device.device];
  return isSameTag && was.protocol === is.protocol && isDeepStrictEqual(was.connection, is.connection);
}

/** What a tag that is read holds on its device. */
export function dataTypeOf({ entry, driver }: PlannedTag): DataType {
  const { manifest, connection } = entry.device.device;
  return manifest.describeAddress(driver, connection).dataType;
}

/** Where a tag is read, and as what. */
function placeOf({ entry, driver }: PlannedTag): string {
  const { manifest, connection } = entry.device.device;
  const { canonical, dataType, byteOrder } = manifest.describeAddress(driver, connection);
  return [manifest.id, canonical, dataType, byteOrder, driver.length].join(' ');
}

function plannedTags(directory: TagDirectory, { devices, rules }: Processing): Map<number, PlannedTag> {
  directory.apply(devices);
  const enabled = directory.devices.filter(({ device }) => device.enabled);
  return new Map(enabled.flatMap((entry) => plannedOf(entry, directory, rules)).map((tag) => [tag.entry.number, tag]));
}

function plannedOf(entry: DeviceEntry, directory: TagDirectory, rules: readonly TopicQualityRule[]): PlannedTag[] {
  const isMade = entry.device.manifest.expressions !== undefined;
  const own = deviceJob(entry, undefined, directory, rules).tags.map(({ driver, rule }, index) => {
    const inputs = driver.made?.inputs ?? [];
    const madeOf = inputs.flatMap(([, number]) => (number === null ? [] : [number]));
    return { ...titled(entry.tags[index]!), rule, driver, isMade, madeOf };
  });
  const byNumber = new Map(own.map((tag) => [tag.entry.number, tag]));
  const derived = entry.derived.map((made) => {
    const of = byNumber.get(made.derived!.of.number)!;
    return { ...of, ...titled(made), isMade: false, madeOf: [of.entry.number] };
  });
  return [...own, ...derived];
}

const titled = (entry: TagEntry): Pick<PlannedTag, 'entry' | 'unit'> => {
  return { entry, unit: entry.tag.unit === undefined ? '' : unitSymbol(entry.tag.unit) };
};
