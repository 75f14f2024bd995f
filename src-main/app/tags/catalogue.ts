import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { LastValues } from '../../live/last-values.ts';
import { driverTag, topicOf } from '../../project/check/check-device.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import type { RemoteTag, RemoteTags } from '../remote/remote-tags.ts';
import type { DeviceEntry, TagDirectory } from './tag-directory.ts';

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

type Found =
  /** `number`: undefined for one that is switched off. */
  | { readonly kind: 'own'; readonly device: DeviceEntry; readonly tag: Tag; readonly number: number | undefined }
  | { readonly kind: 'remote'; readonly tag: RemoteTag };

/**
 * The tags whose names, texts, unit, labels and topic hold every word of `q`: those of the project in its order, switched
 * off ones too, then those of other gateways by topic. Rows are made for the page alone.
 */
export function cataloguePage(
  parts: CatalogueParts,
  { q, offset, limit }: { readonly q: string; readonly offset: number; readonly limit: number },
): CataloguePage {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => {
    const lowered = text.toLowerCase();
    return words.every((word) => lowered.includes(word));
  };
  const found = [...everyTag(parts)].filter((each) => words.length === 0 || has(textOf(each)));
  const users = usersOf(parts.directory);
  return {
    total: found.length,
    rows: found
      .slice(offset, offset + limit)
      .map((each) => (each.kind === 'own' ? ownRow(each, parts.last, users) : remoteRow(each.tag, parts.last))),
  };
}

function* everyTag({ directory, remote }: CatalogueParts): Generator<Found> {
  const topics = new Set<string>();
  for (const device of directory.devices) {
    let next = 0;
    for (const tag of device.device.tags) {
      topics.add(topicOf(device.device, tag));
      yield { kind: 'own', device, tag, number: tag.enabled ? device.tags[next++]?.number : undefined };
    }
  }
  const others = [...remote.all].filter(({ topic }) => !topics.has(topic));
  for (const tag of others.toSorted((a, b) => (a.topic < b.topic ? -1 : 1))) yield { kind: 'remote', tag };
}

function textOf(found: Found): string {
  if (found.kind === 'remote') return `${found.tag.topic} ${found.tag.tag} ${found.tag.unit}`;
  const { id, name = '', description = '', unit = '', classification = '', owner = '' } = found.tag;
  const { device } = found.device;
  return `${device.id} ${device.name ?? ''} ${id} ${name} ${description} ${unit} ${classification} ${owner} ${topicOf(device, found.tag)}`;
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

function ownRow(
  { device: { device }, tag, number }: Extract<Found, { kind: 'own' }>,
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
    dataType: device.manifest.describeAddress(driverTag(tag), device.connection).dataType,
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
