import { z } from 'zod';
import { Device } from '../../../src-shared/domain/device.ts';
import { MAX_ADDRESS, MAX_TAGS, Tag } from '../../../src-shared/domain/tag.ts';
import { tagTopic, topicFault } from '../../../src-shared/domain/topic.ts';
import { nearestWord } from '../../../src-shared/util/nearest-word.ts';
import type { DriverManifest, TagFault } from '../../drivers/driver.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { checkAdaptive } from './check-adaptive.ts';
import { checkMadeDevice, withConnection } from './check-made-device.ts';
import { checkSchema, sketchOf } from './check-schema.ts';
import { checkTags, type FoundAddress } from './check-tags.ts';
import { checkTimeout } from './check-timeout.ts';
import type { DeviceSketch, TagSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import type { FaultCode } from './fault-codes.ts';
import { type ReportFault, reportInto } from './report-fault.ts';

/** A device whose connection the protocol's manifest has accepted. */
export interface CheckedDevice extends Omit<Device, 'connection'> {
  readonly connection: unknown;
  readonly manifest: DriverManifest;
}

/**
 * Checks one device with its tags against the schema, the protocol's manifest and the rules that span fields.
 * @param base where the device stands in the file.
 * @returns the device when it has no faults of its own, and its sketch for the rules that span devices.
 */
export function checkDevice(
  written: unknown,
  yaml: YamlFile,
  drivers: readonly DriverManifest[],
  base: readonly PropertyKey[] = [],
): { readonly device?: CheckedDevice; readonly sketch: DeviceSketch; readonly faults: readonly Fault[] } {
  const value = withConnection(written, drivers);
  const shape = checkSchema(Device, value, yaml, base);
  const faults = [...shape.faults];
  const report = reportInto(faults, yaml, base);
  const raw = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  // What is sound is checked further also where the rest has faults, so that one pass names everything.
  const head = shape.value ?? sketchOf(DeviceHead, raw);
  const manifest = findManifest(raw['protocol'], drivers, report);
  const connection = manifest && checkConnection(manifest, raw['connection'], yaml, base, faults);
  const prefixFault = head.uns_prefix === undefined ? undefined : topicFault(head.uns_prefix);
  if (prefixFault) report('TOPIC_SYNTAX', ['uns_prefix'], `“${head.uns_prefix}” ${prefixFault}`);
  const tags: readonly TagSketch[] = shape.value?.tags.map((tag, index) => ({ index, tag })) ?? sketchTags(raw['tags']);
  const readAt = (tag: TagSketch, reportTag: ReportFault): FoundAddress | undefined =>
    manifest && connection && readAddress(tag, manifest, connection.sketch, reportTag);
  checkTags(tags, prefixFault ? undefined : head.uns_prefix, readAt, report);
  if (manifest && connection?.sound !== undefined) {
    for (const { field, message } of manifest.cautions?.(connection.sound) ?? [])
      report('SECURITY_FLOOR', ['connection', field], message, 'warning');
  }
  if (manifest?.expressions) checkMadeDevice(head, tags, report);
  checkTimeout(timeoutIn(raw['connection'], connection?.sketch), head, tags, report);
  const isSubscribed = connection !== undefined && manifest?.subscribes?.(connection.sketch) === true;
  checkAdaptive(head, tags, isSubscribed, report);
  const sound = connection?.sound;
  const sketch: DeviceSketch = {
    yaml,
    base,
    head,
    tags,
    ...(manifest && sound !== undefined && { peer: { manifest, connection: sound } }),
  };
  if (!shape.value || !manifest || sound === undefined) return { sketch, faults };
  const device: CheckedDevice = { ...shape.value, connection: sound, manifest };
  return { device, sketch, faults };
}

/** Only expressions are longer. */
const USUAL_ADDRESS = 256;

/** Why an address is too long for its protocol; undefined for one that is not. */
export function lengthFault({ length }: string, { expressions }: DriverManifest): string | undefined {
  const longest = expressions ? MAX_ADDRESS : USUAL_ADDRESS;
  return length > longest ? `The address has ${length} characters; ${longest} are allowed.` : undefined;
}

const DeviceHead = Device.omit({ tags: true, connection: true });

function findManifest(
  protocol: unknown,
  drivers: readonly DriverManifest[],
  report: ReportFault,
): DriverManifest | undefined {
  if (typeof protocol !== 'string') return undefined;
  const found = drivers.find((driver) => driver.id === protocol);
  if (found) return found;
  const known = drivers.map((driver) => driver.id);
  const near = protocol.length > 64 ? undefined : nearestWord(protocol, known);
  report(
    'PROTOCOL',
    ['protocol'],
    `No driver speaks “${protocol}”. ${near ? `Did you mean “${near}”?` : `Use ${known.join(', ')}.`}`,
  );
  return undefined;
}

interface CheckedConnection {
  /** Undefined where it has faults. */
  readonly sound: unknown;
  /** With the defaults in the place of what is at fault: enough to look at addresses. */
  readonly sketch: unknown;
}

function checkConnection(
  manifest: DriverManifest,
  value: unknown,
  yaml: YamlFile,
  base: readonly PropertyKey[],
  faults: Fault[],
): CheckedConnection | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap) return undefined;
  const schema = manifest.connection as z.ZodType;
  const checked = checkSchema(schema, value, yaml, [...base, 'connection']);
  faults.push(...checked.faults);
  if (checked.value !== undefined) return { sound: checked.value, sketch: checked.value };
  return schema instanceof z.ZodObject ? { sound: undefined, sketch: sketchOf(schema, value) } : undefined;
}

/** Where a driver's fault says no more than its field. */
export const CODE_OF_FIELD: Readonly<Record<TagFault['field'], FaultCode>> = {
  address: 'ADDR_SYNTAX',
  data_type: 'TYPE_ADDR_MISMATCH',
  length: 'TYPE_ADDR_MISMATCH',
  byte_order: 'BYTE_ORDER',
};

/** A request timeout that the file sets and the protocol accepts. */
function timeoutIn(written: unknown, accepted: unknown): string | undefined {
  const timeout = (written as { readonly request_timeout?: unknown } | null | undefined)?.request_timeout;
  const isAccepted = timeout === (accepted as { readonly request_timeout?: unknown } | undefined)?.request_timeout;
  return isAccepted && typeof timeout === 'string' ? timeout : undefined;
}

function readAddress(
  { tag, lost }: TagSketch,
  manifest: DriverManifest,
  connection: unknown,
  report: ReportFault,
): FoundAddress | undefined {
  // A string without its length would be called one that has none.
  if (tag.address === '' || lost?.includes('length')) return undefined;
  const tooLong = lengthFault(tag.address, manifest);
  if (tooLong !== undefined) {
    report('NAME_LENGTH', ['address'], tooLong);
    return undefined;
  }
  const fault = manifest.checkTag(driverTag(tag), connection);
  if (fault) {
    report(fault.code ?? CODE_OF_FIELD[fault.field], [fault.field], fault.message);
    return undefined;
  }
  if (lost?.includes('data_type')) return undefined;
  const unwritable = tag.access === 'read_write' ? manifest.checkWrite?.(driverTag(tag), connection) : undefined;
  if (unwritable) report(unwritable.code ?? CODE_OF_FIELD[unwritable.field], [unwritable.field], unwritable.message);
  const { notations, canonical, dataType } = manifest.describeAddress(driverTag(tag), connection);
  return { cell: notations.at(-1) ?? canonical, dataType };
}

/** The tags with what is right of each. */
function sketchTags(value: unknown): TagSketch[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_TAGS).flatMap((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const tag = Tag.safeParse(item);
    return [tag.success ? { index, tag: tag.data } : sketchTag(index, item)];
  });
}

/** Empty is an id, address or suffix that has no right form. */
function sketchTag(index: number, item: object): TagSketch {
  const found = sketchOf(Tag, item);
  const suffix = 'topic_suffix' in item ? { topic_suffix: '' } : {};
  const tag: Tag = { id: '', address: '', enabled: true, access: 'read', ...suffix, ...found };
  return { index, tag, lost: Object.keys(item).filter((key) => !Object.hasOwn(found, key)) };
}

/** What a driver needs to know of a tag. */
export function driverTag(tag: Tag): {
  address: string;
  dataType: Tag['data_type'];
  byteOrder: Tag['byte_order'];
  length: Tag['length'];
} {
  return { address: tag.address, dataType: tag.data_type, byteOrder: tag.byte_order, length: tag.length };
}

/** The topic of a tag of this device. */
export function topicOf(device: { readonly uns_prefix: string }, tag: Tag): string {
  return tagTopic(device.uns_prefix, tag.topic_suffix ?? tag.id);
}
