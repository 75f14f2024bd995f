import { isDeepStrictEqual } from 'node:util';
import type { Lineage, LineageNode, LineageStep } from '../../../src-shared/contract/lineage.ts';
import { type DataType, isNumeric } from '../../../src-shared/domain/data-type.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { backward, forward, type Transformation, transformationsOf } from '../../processing/transformations.ts';
import { type CheckedDevice, driverTag, topicOf } from '../../project/check/check-device.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import { RevisionDevices, revisionAt } from '../../project/revisions/revision-devices.ts';
import { rulesFor } from '../devices/device-job.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import { gatewayOf } from '../remote/remote-views.ts';
import type { StoredTag } from '../storage.ts';
import { storedPoint, storedSince } from './stored-point.ts';

/** Tags of one answer, and how deep inputs of inputs are followed. */
const MOST_NODES = 100;
const MOST_DEPTH = 8;

type LineageParts = Pick<EngineParts, 'editor' | 'plant' | 'remote' | 'storage' | 'clock' | 'drivers'>;

/**
 * Where the point of a tag comes from that held at a moment.
 * @throws NexusError NX_NOT_FOUND for a tag that is not there, NX_REQUEST_INVALID for what is no time, and what the historian rejects.
 */
export async function lineage(
  parts: LineageParts,
  asked: { readonly device: string; readonly tag: string; readonly at: string },
  signal?: AbortSignal,
): Promise<Lineage> {
  const nowUs = parts.clock.wallUs();
  const askedUs = parseQueryTime(asked.at, nowUs);
  const current = parts.editor.current.revision.number;
  const remote = parts.plant.directory.has(asked.device)
    ? undefined
    : parts.remote.tags.findIn(asked.device, asked.tag);
  if (remote) {
    const source = sourceOf(parts, remote);
    const point = await storedPoint(source, askedUs, signal);
    const common = { askedUs, revision: null, current, isCertain: true, isCut: false };
    return { ...common, nodes: [remoteNode(remote, point)], storedSinceUs: await storedSince(source, nowUs, signal) };
  }
  const { device, tag } = currentTag(parts, asked);
  const stored: StoredTag = { uid: tag.uid!, device: { uid: device.uid! } };
  const point = await storedPoint(sourceOf(parts, stored), askedUs, signal);
  const found = revisionAt(await parts.editor.revisions(), point?.timeUs ?? askedUs)!;
  const then = new RevisionDevices(parts.editor, found.revision, parts.drivers);
  const walk = new Walk(parts, then, signal);
  await walk.take(stored.uid, device.id, point?.timeUs ?? askedUs, point);
  const { number, timeUs, author, comment } = found.revision;
  return {
    askedUs,
    revision: { number, timeUs, author, comment },
    current,
    isCertain: !found.isBefore && walk.isKnown,
    nodes: walk.nodes,
    isCut: walk.isCut,
    storedSinceUs: await storedSince(sourceOf(parts, stored), nowUs, signal),
  };
}

/** Goes from a tag to the tags that it is made of, by one revision. */
class Walk {
  readonly nodes: LineageNode[] = [];
  isCut = false;
  /** Every tag was in the revision. */
  isKnown = true;
  readonly #parts: LineageParts;
  readonly #then: RevisionDevices;
  readonly #signal: AbortSignal | undefined;
  readonly #places = new Map<string, number>();

  constructor(parts: LineageParts, then: RevisionDevices, signal: AbortSignal | undefined) {
    this.#parts = parts;
    this.#then = then;
    this.#signal = signal;
  }

  /**
   * @param point what is stored of it at that time, where it is known already.
   * @returns its place in `nodes`; undefined where there is no room or no such tag.
   */
  async take(
    uid: string,
    likely: string,
    atUs: number,
    point?: LineageNode['point'],
    depth = 0,
  ): Promise<number | undefined> {
    const known = this.#places.get(uid);
    if (known !== undefined) return known;
    if (this.nodes.length >= MOST_NODES || depth > MOST_DEPTH) {
      this.isCut = true;
      return undefined;
    }
    const former = await this.#then.find(uid, likely);
    const found = former ?? tagByUid(this.#parts, uid);
    if (!found) return undefined;
    this.isKnown &&= former !== undefined;
    const { device, tag } = found;
    const place = this.nodes.length;
    this.#places.set(uid, place);
    const own = point === undefined ? await this.#pointOf(found, atUs) : point;
    const inputs: number[] = [];
    const dataType = device.manifest.describeAddress(driverTag(tag), device.connection).dataType;
    const rules = isNumeric(dataType) ? rulesFor(topicOf(device, tag), await this.#then.topicRules()) : [];
    this.nodes.push({ ...ownNode(found, own, transformationsOf(tag, rules)), inputs, changed: this.#changes(found) });
    for (const { device: of, tag: id } of inputsOf(device, tag)) {
      const input = (await this.#then.device(of))?.tags.find((one) => one.id === id);
      const at = input?.uid && (await this.take(input.uid, of, own?.timeUs ?? atUs, undefined, depth + 1));
      if (typeof at === 'number') inputs.push(at);
    }
    return place;
  }

  async #pointOf({ device, tag }: Found, atUs: number): Promise<LineageNode['point']> {
    const stored = { uid: tag.uid!, device: { uid: device.uid! } };
    return await storedPoint(sourceOf(this.#parts, stored), atUs, this.#signal);
  }

  /** What of a tag is another now than it was then, and of how its device is reached. */
  #changes({ device, tag }: Found): LineageNode['changed'] {
    const now = tagByUid(this.#parts, tag.uid!);
    if (!now) return [{ path: 'tag', before: tag.id, after: null }];
    const places = (of: CheckedDevice): Record<string, unknown> => ({
      device: of.id,
      connection: of.manifest.endpoint(of.connection),
    });
    return [...differences(places(device), places(now.device)), ...differences({ ...tag }, { ...now.tag })];
  }
}

interface Found {
  readonly device: CheckedDevice;
  readonly tag: Tag;
}

function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): LineageNode['changed'] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].flatMap((path) =>
    isDeepStrictEqual(before[path], after[path])
      ? []
      : [{ path, before: before[path] ?? null, after: after[path] ?? null }],
  );
}

function ownNode(
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

const remoteNode = (remote: RemoteTag, point: LineageNode['point']): LineageNode => ({
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

function inputsOf({ id, manifest }: CheckedDevice, { address }: Tag): readonly { device: string; tag: string }[] {
  const names = new Set(manifest.expressions?.references(address).map(({ name }) => name));
  return [...names].map((name) => referredTag(name, id));
}

function currentTag({ plant }: LineageParts, { device: id, tag: of }: { device: string; tag: string }): Found {
  const { device } = plant.directory.device(id);
  const tag = device.tags.find((one) => one.id === of);
  if (tag) return { device, tag };
  throw new NexusError('NX_NOT_FOUND', `Device “${id}” has no tag “${of}”.`, { device: id, tag: of });
}

function tagByUid({ plant }: LineageParts, uid: string): Found | undefined {
  for (const { device } of plant.directory.devices) {
    const tag = device.tags.find((one) => one.uid === uid);
    if (tag) return { device, tag };
  }
  return undefined;
}

const sourceOf = ({ storage }: LineageParts, tag: StoredTag): HistorySource => ({
  series: (range, signal) => storage.series(tag, range, signal),
  scan: (range, signal) => storage.scan(tag, range, signal),
});
