import { isDeepStrictEqual } from 'node:util';
import type { Lineage, LineageNode } from '../../../src-shared/contract/lineage.ts';
import { isNumeric } from '../../../src-shared/domain/data-type.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { transformationsOf } from '../../processing/transformations.ts';
import { type CheckedDevice, driverTag, topicOf } from '../../project/check/check-device.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import { RevisionDevices, revisionAt } from '../../project/revisions/revision-devices.ts';
import { rulesFor } from '../devices/device-job.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { StoredTag } from '../storage.ts';
import { derivedNode, type Found, ownNode, remoteNode } from './lineage-nodes.ts';
import { storedPoint, storedSince } from './stored-point.ts';
import type { TagEntry } from './tag-directory.ts';

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
  const derived = derivedTag(parts, asked);
  const { device, tag } = derived ? { device: derived.device.device, tag: derived.tag } : currentTag(parts, asked);
  const stored: StoredTag = { uid: derived?.uid ?? tag.uid!, device: { uid: device.uid! } };
  const point = await storedPoint(sourceOf(parts, stored), askedUs, signal);
  const found = revisionAt(await parts.editor.revisions(), point?.timeUs ?? askedUs)!;
  const then = new RevisionDevices(parts.editor, found.revision, parts.drivers);
  const walk = new Walk(parts, then, signal);
  const atUs = point?.timeUs ?? askedUs;
  if (derived) await walk.takeDerived(derived, atUs, point);
  else await walk.take(stored.uid, device.id, atUs, point);
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
    for (const input of inputsOf(device, tag)) {
      const at = await this.#takeInput(input, own?.timeUs ?? atUs, depth + 1);
      if (at !== undefined) inputs.push(at);
    }
    return place;
  }

  /** A tag that is made of the windows of another one: nothing of its own stands in a file. */
  async takeDerived(entry: TagEntry, atUs: number, point?: LineageNode['point'], depth = 0): Promise<number> {
    const known = this.#places.get(entry.uid);
    if (known !== undefined) return known;
    const place = this.nodes.length;
    this.#places.set(entry.uid, place);
    const own = point === undefined ? await storedPoint(sourceOf(this.#parts, entry), atUs, this.#signal) : point;
    const inputs: number[] = [];
    this.nodes.push({ ...derivedNode(entry, own), inputs });
    const { of } = entry.derived!;
    // The point of a window is of its end: what was read last in it is what held then.
    const at = await this.take(of.uid, of.device.device.id, own?.timeUs ?? atUs, undefined, depth + 1);
    if (at !== undefined) inputs.push(at);
    return place;
  }

  async #takeInput(input: { device: string; tag: string }, atUs: number, depth: number): Promise<number | undefined> {
    const found = (await this.#then.device(input.device))?.tags.find(({ id }) => id === input.tag);
    if (found?.uid !== undefined) return await this.take(found.uid, input.device, atUs, undefined, depth);
    const derived = derivedTag(this.#parts, input);
    return derived && (await this.takeDerived(derived, atUs, undefined, depth));
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

function derivedTag({ plant }: LineageParts, { device, tag }: { device: string; tag: string }): TagEntry | undefined {
  const found = plant.directory.find(device, tag);
  return found?.derived ? found : undefined;
}

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
