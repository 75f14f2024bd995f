import type { RemoteDeviceView, TagNames, TagView } from '../../../src-shared/contract/devices.ts';
import type { LastValues } from '../../live/last-values.ts';
import type { RemoteTag, RemoteTags } from './remote-tags.ts';

/** How often a message is looked for: nothing tells how often its sender publishes. Stale is what did not come for three of them. */
const EXPECTED_MS = 20_000;

/** A tag of another gateway, as pages show those of the project. Nobody writes to it from here. */
export const remoteTagView = ({ number, uid, topic, tag, unit, device }: RemoteTag): TagView => ({
  remote: true,
  index: number,
  uid,
  id: tag,
  name: tag,
  description: '',
  device: device.path,
  address: '',
  notations: [],
  dataType: 'float64',
  byteOrder: null,
  access: 'read',
  enabled: true,
  unit,
  euLow: null,
  euHigh: null,
  topic,
  states: {},
  pollIntervalMs: EXPECTED_MS,
  writeLimits: null,
});

/** Devices of other gateways in the order of their places. */
export function remoteDeviceViews(tags: RemoteTags, last: LastValues): RemoteDeviceView[] {
  const counts = new Map<string, { tags: number; lastUs: number }>();
  for (const { number, device } of tags.all) {
    const known = counts.get(device.path) ?? { tags: 0, lastUs: 0 };
    counts.set(device.path, { tags: known.tags + 1, lastUs: Math.max(known.lastUs, last.get(number).timeUs) });
  }
  return [...counts]
    .map(([path, { tags: count, lastUs }]) => ({
      id: path,
      name: path.slice(path.lastIndexOf('/') + 1),
      gateway: gatewayOf(path),
      tags: count,
      lastUs: lastUs > 0 ? lastUs : null,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** `plant/edge-1` of a Sparkplug edge node; points in JSON do not say who published them. */
export function gatewayOf(path: string): string {
  const [namespace, group, node] = path.split('/');
  return namespace === 'spBv1.0' && group !== undefined && node !== undefined ? `${group}/${node}` : '';
}

/** What remote tags are found by. Names that a line cannot hold are left out. */
export function remoteTagNames(tags: RemoteTags): TagNames[] {
  const byDevice = Map.groupBy(
    [...tags.all].filter(({ topic, tag }) => !CONTROL.test(`${topic}${tag}`)),
    ({ device }) => device.path,
  );
  return [...byDevice].map(([path, list]) => {
    const column = (cell: (tag: RemoteTag) => string): string => list.map(cell).join('\n');
    return {
      device: path,
      name: path.slice(path.lastIndexOf('/') + 1),
      unsPrefix: path,
      tags: list.length,
      ids: column(({ tag }) => tag),
      names: column(() => ''),
      addresses: column(() => ''),
      topicSuffixes: column(({ topic }) => (topic.startsWith(`${path}/`) ? topic.slice(path.length + 1) : '')),
    };
  });
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x1f]/;
