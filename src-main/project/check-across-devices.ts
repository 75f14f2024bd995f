import { type CheckedDevice, topicOf } from './check-device.ts';
import type { Fault, FaultCode } from './fault.ts';
import { faultAt } from './fault-at.ts';
import type { YamlFile } from './yaml-file.ts';

interface Place {
  readonly device: CheckedDevice;
  readonly yaml: YamlFile;
}

/** The rules that span devices: ids, identities and topics are unique in a project. */
export function checkAcrossDevices(places: readonly Place[]): Fault[] {
  const faults: Fault[] = [];
  const ids = new Map<string, string>();
  const uids = new Map<string, string>();
  const topics = new Map<string, string>();
  const claim = (seen: Map<string, string>, key: string, owner: string): string | undefined => {
    const other = seen.get(key);
    if (other === undefined) seen.set(key, owner);
    return other;
  };
  for (const { device, yaml } of places) {
    const report = (code: FaultCode, path: readonly PropertyKey[], message: string): void => {
      faults.push(faultAt(yaml, code, path, message));
    };
    const sameId = claim(ids, device.id, yaml.file);
    if (sameId)
      report(
        'DUP_ID',
        ['id'],
        `Device “${device.id}” already stands in ${sameId}. Device ids are unique in a project.`,
      );
    const identity = (uid: string | undefined, path: readonly PropertyKey[], owner: string): void => {
      const other = uid === undefined ? undefined : claim(uids, uid, owner);
      if (other)
        report(
          'DUP_ID',
          path,
          `This uid already belongs to ${other}. Remove the line; a new one is written at the next start.`,
        );
    };
    identity(device.uid, ['uid'], device.id);
    device.tags.forEach((tag, index) => {
      const owner = `${device.name ?? device.id} · ${tag.name ?? tag.id}`;
      identity(tag.uid, ['tags', index, 'uid'], owner);
      const topic = topicOf(device, tag);
      const other = claim(topics, topic, owner);
      if (other)
        report(
          'TOPIC_COLLISION',
          ['tags', index],
          `Topic ${topic} is already published by ${other}. Rename one of them.`,
        );
    });
  }
  return faults;
}
