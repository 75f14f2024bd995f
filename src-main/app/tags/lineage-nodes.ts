import type { LineageNode, LineageStep } from '../../../src-shared/contract/lineage.ts';
import { type DataType, isNumeric } from '../../../src-shared/domain/data-type.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { backward, forward, type Transformation } from '../../processing/transformations.ts';
import { type CheckedDevice, driverTag, topicOf } from '../../project/check/check-device.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import { gatewayOf } from '../remote/remote-views.ts';
import { describeTag } from './describe-tag.ts';
import type { TagEntry } from './tag-directory.ts';

/** A tag with its device, as some revision has them. */
export interface Found {
  readonly device: CheckedDevice;
  readonly tag: Tag;
}

/** A tag that stands in a file, with its steps. */
export function ownNode(
  { device, tag }: Found,
  point: LineageNode['point'],
  steps: readonly Transformation[],
): Omit<LineageNode, 'inputs' | 'changed'> {
  const { manifest, connection } = device;
  const help = manifest.describeAddress(driverTag(tag), connection);
  const isMade = manifest.expressions !== undefined;
  const walked = walkBack(steps, typeof point?.value === 'number' ? point.value : Number.NaN, help.dataType);
  return {
    device: device.id,
    deviceName: device.name ?? device.id,
    tag: tag.id,
    name: tag.name ?? tag.id,
    topic: topicOf(device, tag),
    unit: tag.unit === undefined ? '' : unitSymbol(tag.unit),
    source: isMade ? 'calculated' : 'device',
    gateway: '',
    point,
    protocol: manifest.title,
    endpoint: isMade ? '' : manifest.endpoint(connection),
    address: tag.address,
    notations: [...help.notations],
    dataType: help.dataType,
    ...walked,
  };
}

/** From a point back to what the device gave, and with that forward again, so that each step has both of its values. */
function walkBack(
  steps: readonly Transformation[],
  value: number,
  dataType: DataType,
): { readonly raw: number | null; readonly steps: LineageStep[] } {
  const back = steps.toReversed().reduce((at, step) => backward(step, at), value);
  // A device counts in whole steps; what is beside one is the rounding of the way back.
  const isWhole = isNumeric(dataType) && !dataType.startsWith('float') && Math.abs(back) < Number.MAX_SAFE_INTEGER;
  const raw =
    isWhole && Math.abs(back - Math.round(back)) < 1e-6 * Math.max(1, Math.abs(back)) ? Math.round(back) : back;
  let at = raw;
  const told = steps.map(({ kind, text }, index): LineageStep => {
    const before = at;
    at = forward(steps[index]!, at);
    return { kind, text, before: finite(before), after: finite(at) };
  });
  return { raw: finite(raw), steps: told };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** A tag of another gateway. */
export const remoteNode = (remote: RemoteTag, point: LineageNode['point']): LineageNode => ({
  device: remote.device.path,
  deviceName: remote.device.path.slice(remote.device.path.lastIndexOf('/') + 1),
  tag: remote.tag,
  name: remote.tag,
  topic: remote.topic,
  unit: remote.unit,
  source: 'remote',
  gateway: gatewayOf(remote.device.path),
  point,
  protocol: 'MQTT',
  endpoint: '',
  address: '',
  notations: [],
  dataType: 'float64',
  raw: null,
  steps: [],
  inputs: [],
  changed: [],
});

/** A tag that is made of windows of another one. */
export function derivedNode(entry: TagEntry, point: LineageNode['point']): Omit<LineageNode, 'inputs'> {
  const { device } = entry.device;
  return {
    device: device.id,
    deviceName: device.name ?? device.id,
    tag: entry.tag.id,
    name: entry.tag.name ?? entry.tag.id,
    topic: entry.topic,
    unit: entry.tag.unit === undefined ? '' : unitSymbol(entry.tag.unit),
    source: 'calculated',
    gateway: '',
    point,
    protocol: device.manifest.title,
    endpoint: '',
    address: describeTag(entry).canonical,
    notations: [],
    dataType: 'float64',
    raw: null,
    steps: [],
    changed: [],
  };
}
