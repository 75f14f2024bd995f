import { randomUUID } from 'node:crypto';
import type { CheckedDevice } from '../../project/check/check-device.ts';

interface Owner {
  readonly id: string;
  readonly uid?: string | undefined;
}

/**
 * The devices of another configuration with the identities that this one has for them: a device or a tag that has none of
 * ours is the one of the same id, and a new one where there is none.
 */
export function sameIdentities(
  known: readonly CheckedDevice[],
  devices: readonly CheckedDevice[],
): readonly CheckedDevice[] {
  const byUid = new Map(known.map((device) => [device.uid, device]));
  return identified(known, devices).map((device) => {
    return { ...device, tags: identified(byUid.get(device.uid)?.tags ?? [], device.tags) };
  });
}

function identified<T extends Owner>(known: readonly T[], owners: readonly T[]): T[] {
  const uids = new Set(known.map(({ uid }) => uid));
  const isKnown = ({ uid }: Owner): boolean => uid !== undefined && uids.has(uid);
  const taken = new Set(owners.filter(isKnown).map(({ uid }) => uid));
  const byId = new Map(known.filter(({ uid }) => !taken.has(uid)).map((owner) => [owner.id, owner.uid]));
  return owners.map((owner) =>
    isKnown(owner) ? owner : { ...owner, uid: byId.get(owner.id) ?? owner.uid ?? randomUUID() },
  );
}
