import type { z } from 'zod';
import { isNumeric } from '../../src-shared/domain/data-type.ts';
import { Device } from '../../src-shared/domain/device.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { tagTopic, topicFault } from '../../src-shared/domain/topic.ts';
import { conversion, findUnit } from '../../src-shared/domain/units.ts';
import { nearestWord } from '../../src-shared/util/nearest-word.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { checkSchema } from './check-schema.ts';
import type { Fault, FaultCode } from './fault.ts';
import { faultAt } from './fault-at.ts';
import type { YamlFile } from './yaml-file.ts';

/** A device whose connection the protocol's manifest has accepted. */
export interface CheckedDevice extends Omit<Device, 'connection'> {
  readonly connection: unknown;
  readonly manifest: DriverManifest;
}

type Report = (code: FaultCode, path: readonly PropertyKey[], message: string, severity?: Fault['severity']) => void;

/**
 * Checks one device with its tags against the schema, the protocol's manifest and the rules that span fields.
 * @param base where the device stands in the file.
 */
export function checkDevice(
  value: unknown,
  yaml: YamlFile,
  drivers: readonly DriverManifest[],
  base: readonly PropertyKey[] = [],
): { readonly device?: CheckedDevice; readonly faults: readonly Fault[] } {
  const shape = checkSchema(Device, value, yaml, base);
  const faults = [...shape.faults];
  const report: Report = (code, path, message, severity = 'error') => {
    faults.push(faultAt(yaml, code, [...base, ...path], message, severity));
  };
  const raw = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const manifest = findManifest(raw['protocol'], drivers, report);
  const connection = manifest && checkConnection(manifest, raw['connection'], yaml, base, faults);
  if (typeof raw['uns_prefix'] === 'string') {
    const topic = topicFault(raw['uns_prefix']);
    if (topic) report('TOPIC_SYNTAX', ['uns_prefix'], `“${raw['uns_prefix']}” ${topic}`);
  }
  // Tags are checked also where the device around them has faults, so that one pass names everything.
  const tags = shape.value?.tags.entries() ?? soundTags(raw['tags']);
  const ids = new Map<string, number>();
  for (const [index, tag] of tags) {
    const first = ids.get(tag.id);
    if (first === undefined) ids.set(tag.id, index);
    else
      report(
        'DUP_ID',
        ['tags', index, 'id'],
        `“${tag.id}” is already used by tag ${first + 1}. Tag ids are unique within a device.`,
      );
    const reportTag: Report = (code, path, message, severity) =>
      report(code, ['tags', index, ...path], message, severity);
    if (manifest && connection !== undefined) checkAddress(tag, manifest, connection, reportTag);
    checkTag(tag, reportTag);
  }
  if (!shape.value || !manifest || connection === undefined) return { faults };
  const device: CheckedDevice = { ...shape.value, connection, manifest };
  return { device, faults };
}

function findManifest(
  protocol: unknown,
  drivers: readonly DriverManifest[],
  report: Report,
): DriverManifest | undefined {
  if (typeof protocol !== 'string') return undefined;
  const found = drivers.find((driver) => driver.id === protocol);
  if (found) return found;
  const known = drivers.map((driver) => driver.id);
  const near = nearestWord(protocol, known);
  report(
    'PROTOCOL',
    ['protocol'],
    `No driver speaks “${protocol}”. ${near ? `Did you mean “${near}”?` : `Use ${known.join(', ')}.`}`,
  );
  return undefined;
}

function checkConnection(
  manifest: DriverManifest,
  value: unknown,
  yaml: YamlFile,
  base: readonly PropertyKey[],
  faults: Fault[],
): unknown {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap) return undefined;
  const checked = checkSchema(manifest.connection as z.ZodType, value, yaml, [...base, 'connection']);
  faults.push(...checked.faults);
  return checked.value;
}

/** The tags whose own form is right, with their places. */
function* soundTags(value: unknown): Generator<[number, Tag]> {
  if (!Array.isArray(value)) return;
  for (const [index, item] of value.entries()) {
    const tag = Tag.safeParse(item);
    if (tag.success) yield [index, tag.data];
  }
}

function checkAddress(tag: Tag, manifest: DriverManifest, connection: unknown, report: Report): void {
  const fault = manifest.checkTag(driverTag(tag), connection);
  if (fault) report('ADDRESS', [fault.field], fault.message);
}

function checkTag(tag: Tag, report: Report): void {
  const suffix = tag.topic_suffix ?? tag.id;
  const topic = topicFault(suffix);
  if (topic) report('TOPIC_SYNTAX', ['topic_suffix'], `“${suffix}” ${topic}`);
  checkScale(tag, report);
  checkUnits(tag, report);
  if (tag.clamp_low !== undefined && tag.clamp_high !== undefined && tag.clamp_low > tag.clamp_high) {
    report('LIMIT_ORDER', ['clamp_low'], `Clamp low ${tag.clamp_low} is above clamp high ${tag.clamp_high}.`);
  }
  if (tag.deadband?.percent_of_range !== undefined && (tag.eu_low === undefined || tag.eu_high === undefined)) {
    report('MISSING_KEY', ['deadband', 'percent_of_range'], 'A deadband in percent of range needs eu_low and eu_high.');
  }
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

function checkScale(tag: Tag, report: Report): void {
  const range = [tag.raw_low, tag.raw_high, tag.eu_low, tag.eu_high];
  const raw = tag.raw_low !== undefined || tag.raw_high !== undefined;
  if (raw && range.includes(undefined)) {
    report('MISSING_KEY', ['raw_low'], 'Scaling by range needs all of raw_low, raw_high, eu_low and eu_high.');
  } else if (raw && tag.raw_low === tag.raw_high) {
    const text = `Raw low and raw high are both ${tag.raw_low}, so scaling would divide by zero. Enter a raw range, for example 0–27648.`;
    report('SCALE_ZERO', ['raw_high'], text);
  }
  if (tag.scale === 0) report('SCALE_ZERO', ['scale'], 'Scale 0 would make every value 0. Use 1 for no scaling.');
  const type = tag.data_type;
  if (type && !isNumeric(type) && (raw || tag.scale !== undefined || tag.offset !== undefined)) {
    report(
      'WRONG_TYPE',
      ['scale'],
      `A ${type} has no number to scale. Remove the scaling or choose a numeric data type.`,
    );
  }
}

function checkUnits(tag: Tag, report: Report): void {
  if (tag.unit_from === undefined) return;
  const from = findUnit(tag.unit_from);
  const to = tag.unit === undefined ? undefined : findUnit(tag.unit);
  if (!from)
    return report(
      'UNIT',
      ['unit_from'],
      `“${tag.unit_from}” is not a unit that can be converted. Use a UCUM code such as Cel or bar.`,
    );
  if (!to)
    return report(
      'UNIT',
      ['unit'],
      `“${tag.unit ?? ''}” is not a unit that can be converted to. Use a UCUM code such as [degF] or kPa.`,
    );
  if (!conversion(from, to))
    report('UNIT', ['unit_from'], `${from.symbol} (${from.dimension}) cannot become ${to.symbol} (${to.dimension}).`);
}
