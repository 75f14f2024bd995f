import type { DeviceView, RemoteDeviceView } from '../../../src-shared/contract/devices.ts';

/** One line of the explorer's tree. */
export type TreeNode =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly children: readonly TreeNode[] }
  | { readonly kind: 'device'; readonly key: string; readonly label: string; readonly device: string };

type Placed = Pick<DeviceView, 'id' | 'name' | 'unsPrefix'>;

interface Level {
  readonly groups: Map<string, Level>;
  readonly devices: Placed[];
}

/**
 * Devices under the levels of their topic prefix, without the last level, which is the device itself. A level that
 * holds nothing but one other is joined with it: `acme / plant1`.
 */
export function deviceTree(devices: readonly Placed[], key = ''): readonly TreeNode[] {
  const root: Level = { groups: new Map(), devices: [] };
  for (const device of devices) {
    let level = root;
    for (const name of device.unsPrefix.split('/').slice(0, -1)) {
      const next = level.groups.get(name) ?? { groups: new Map(), devices: [] };
      level.groups.set(name, next);
      level = next;
    }
    level.devices.push(device);
  }
  return nodesOf(root, key);
}

/** Devices of other gateways in a branch of their own, by the levels of their place; nothing where there are none. */
export function remoteTree(devices: readonly RemoteDeviceView[]): readonly TreeNode[] {
  if (devices.length === 0) return [];
  const placed = devices.map(({ id, name }) => ({ id, name, unsPrefix: id }));
  return [{ kind: 'group', key: 'from MQTT', label: 'From MQTT', children: deviceTree(placed, 'from MQTT') }];
}

function nodesOf(level: Level, path: string): readonly TreeNode[] {
  const groups = [...level.groups].map(([name, child]): TreeNode => {
    let label = name;
    let inner = child;
    let key = `${path}/${name}`;
    for (let only = onlyGroup(inner); only; only = onlyGroup(inner)) {
      label = `${label} / ${only[0]}`;
      key = `${key}/${only[0]}`;
      inner = only[1];
    }
    return { kind: 'group', key, label, children: nodesOf(inner, key) };
  });
  const leaves = level.devices.map(
    (device): TreeNode => ({ kind: 'device', key: `device:${device.id}`, label: device.name, device: device.id }),
  );
  return [...groups, ...leaves];
}

const onlyGroup = (level: Level): readonly [string, Level] | undefined =>
  level.devices.length === 0 && level.groups.size === 1 ? [...level.groups][0] : undefined;

/** A node as one visible row. */
export interface TreeRow {
  readonly node: TreeNode;
  /** From 1. */
  readonly level: number;
  readonly parent: string | null;
}

/** The rows in sight, top to bottom: children of closed groups are left out. */
export function visibleRows(
  nodes: readonly TreeNode[],
  isOpen: (key: string) => boolean,
  level = 1,
  parent: string | null = null,
): readonly TreeRow[] {
  return nodes.flatMap((node) => [
    { node, level, parent },
    ...(node.kind === 'group' && isOpen(node.key) ? visibleRows(node.children, isOpen, level + 1, node.key) : []),
  ]);
}
