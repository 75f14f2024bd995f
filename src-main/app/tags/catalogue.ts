import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';
import { CATALOGUE_FIELDS } from '../../../src-shared/contract/catalogue-filter.ts';
import { compileFilter, shapeThrough } from '../../../src-shared/domain/compile-filter.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { LastValues } from '../../live/last-values.ts';
import { type CheckedDevice, driverTag, topicOf } from '../../project/check/check-device.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import type { RemoteTag, RemoteTags } from '../remote/remote-tags.ts';
import { describeTag } from './describe-tag.ts';
import type { DeviceEntry, TagDirectory, TagEntry } from './tag-directory.ts';

/** Where the catalogue looks. */
export interface CatalogueParts {
  readonly directory: Pick<TagDirectory, 'devices'>;
  readonly remote: Pick<RemoteTags, 'all'>;
  readonly last: Pick<LastValues, 'get'>;
}

/** A page of what matches, and how much matches in all. */
export interface CataloguePage {
  readonly total: number;
  readonly rows: CatalogueRow[];
}

/** Labels of one kind that are told. */
const MOST_LABELS = 200;

/** The labels that tags have, those of most tags first. */
export function labelsOf({ devices }: Pick<TagDirectory, 'devices'>, label: 'classification' | 'owner'): string[] {
  const counts = new Map<string, number>();
  for (const { device } of devices)
    for (const tag of device.tags) {
      const text = tag[label];
      if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  const sorted = [...counts].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return sorted.slice(0, MOST_LABELS).map(([text]) => text);
}

type Found =
  /** `number`: undefined for one that is switched off. */
  | { readonly kind: 'own'; readonly device: DeviceEntry; readonly tag: Tag; readonly number: number | undefined }
  /** Made of the points of another one. */
  | { readonly kind: 'derived'; readonly entry: TagEntry }
  | { readonly kind: 'remote'; readonly tag: RemoteTag };

/**
 * The tags that a filter (`q`, ux 3.0) lets pass: those of the project in its order, switched off ones too, then those of
 * other gateways by topic. Rows are made for the page, and for what a field is asked of.
 */
export function cataloguePage(
  parts: CatalogueParts,
  { q, offset, limit }: { readonly q: string; readonly offset: number; readonly limit: number },
): CataloguePage {
  const users = usersOf(parts.directory);
  const row = (found: Found): CatalogueRow => rowOf(found, parts.last, users);
  const { passes, isEmpty } = compileFilter(shapeThrough(CATALOGUE_FIELDS, row, textOf), q);
  const found = [...everyTag(parts)].filter((each) => isEmpty || passes(each));
  return { total: found.length, rows: found.slice(offset, offset + limit).map(row) };
}

function* everyTag({ directory, remote }: CatalogueParts): Generator<Found> {
  const topics = new Set<string>();
  for (const device of directory.devices) {
    let next = 0;
    for (const tag of device.device.tags) {
      topics.add(topicOf(device.device, tag));
      yield { kind: 'own', device, tag, number: tag.enabled ? device.tags[next++]?.number : undefined };
    }
    for (const entry of device.derived) {
      topics.add(entry.topic);
      yield { kind: 'derived', entry };
    }
  }
  const others = [...remote.all].filter(({ topic }) => !topics.has(topic));
  for (const tag of others.toSorted((a, b) => (a.topic < b.topic ? -1 : 1))) yield { kind: 'remote', tag };
}

function textOf(found: Found): string {
  if (found.kind === 'remote') return `${found.tag.topic} ${found.tag.tag} ${found.tag.unit}`.toLowerCase();
  const { tag, device: of } = found.kind === 'own' ? found : found.entry;
  const { id, name = '', description = '', unit = '', classification = '', owner = '' } = tag;
  const { device } = of;
  return `${device.id} ${device.name ?? ''} ${id} ${name} ${description} ${unit} ${classification} ${owner} ${topicOf(device, tag)}`.toLowerCase();
}

/** The calculated tags by the `device/tag` that they are made of. */
function usersOf(directory: Pick<TagDirectory, 'devices'>): ReadonlyMap<string, string[]> {
  const users = new Map<string, string[]>();
  for (const { device } of directory.devices) {
    const { expressions } = device.manifest;
    if (!expressions) continue;
    for (const { id, address } of device.tags) {
      const names = new Set(expressions.references(address).map(({ name }) => name));
      for (const name of names) {
        const of = referredTag(name, device.id);
        const key = `${of.device}/${of.tag}`;
        const known = users.get(key);
        if (known) known.push(`${device.id}/${id}`);
        else users.set(key, [`${device.id}/${id}`]);
      }
    }
  }
  return users;
}

function rowOf(found: Found, last: CatalogueParts['last'], users: ReadonlyMap<string, string[]>): CatalogueRow {
  if (found.kind === 'remote') return remoteRow(found.tag, last);
  if (found.kind === 'derived') {
    const { uid, tag, device, number } = found.entry;
    return {
      ...ownRow(device.device, { ...tag, uid }, describeTag(found.entry).dataType, number, last, users),
      derived: true,
    };
  }
  const { device, tag, number } = found;
  const { dataType } = device.device.manifest.describeAddress(driverTag(tag), device.device.connection);
  return ownRow(device.device, tag, dataType, number, last, users);
}

function ownRow(
  device: CheckedDevice,
  tag: Tag,
  dataType: string,
  number: number | undefined,
  last: CatalogueParts['last'],
  users: ReadonlyMap<string, string[]>,
): CatalogueRow {
  return {
    uid: tag.uid!,
    device: device.id,
    deviceName: device.name ?? device.id,
    id: tag.id,
    name: tag.name ?? tag.id,
    description: tag.description ?? '',
    unit: tag.unit === undefined ? '' : unitSymbol(tag.unit),
    dataType,
    classification: tag.classification ?? '',
    owner: tag.owner ?? '',
    topic: topicOf(device, tag),
    enabled: tag.enabled,
    lastUs: number === undefined ? null : lastOf(number, last),
    usedBy: users.get(`${device.id}/${tag.id}`) ?? [],
  };
}

const remoteRow = (
  { uid, device, tag, unit, topic, number }: RemoteTag,
  last: CatalogueParts['last'],
): CatalogueRow => ({
  remote: true,
  uid,
  device: device.path,
  deviceName: device.path.slice(device.path.lastIndexOf('/') + 1),
  id: tag,
  name: tag,
  description: '',
  unit,
  dataType: 'float64',
  classification: '',
  owner: '',
  topic,
  enabled: true,
  lastUs: lastOf(number, last),
  usedBy: [],
});

function lastOf(number: number, last: CatalogueParts['last']): number | null {
  const { timeUs } = last.get(number);
  return timeUs > 0 ? timeUs : null;
}
