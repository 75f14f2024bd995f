import { derivations, derivedTopic } from '../../../src-shared/domain/aggregate.ts';
import { tagTopic, topicFault } from '../../../src-shared/domain/topic.ts';
import { type DeviceSketch, nameOf, whereIs } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { reportInto } from './report-fault.ts';

/** What a gateway publishes below its prefixes besides data (SPEC D). */
const OWN_TOPICS: readonly string[] = ['cmd', 'status', 'config'];

/**
 * The rules that span devices: ids, identities, peers and topics are unique in a project.
 * @param prefixes first levels of command and status topics.
 */
export function checkAcrossDevices(devices: readonly DeviceSketch[], prefixes: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  const seen = {
    id: new Map<string, () => string>(),
    name: new Map<string, () => string>(),
    uid: new Map<string, () => string>(),
    topic: new Map<string, () => string>(),
    peer: new Map<string, () => string>(),
  };
  const claim = (what: keyof typeof seen, key: string | undefined, owner: () => string): string | undefined => {
    if (key === undefined) return undefined;
    const other = seen[what].get(key);
    // Who it is costs a look into the file, and is asked only where two claim the same.
    if (other) return other();
    seen[what].set(key, owner);
    return undefined;
  };
  for (const device of devices) {
    const { head, peer } = device;
    const report = reportInto(faults, device.yaml, device.base);
    const id = claim('id', head.id, () => device.yaml.file);
    if (id)
      report('DUP_ID', ['id'], `Device “${head.id}” already stands in ${id}. Device ids are unique in a project.`);
    const name = claim('name', head.name, () => whereIs(device, ['name']));
    if (name)
      report(
        'DUP_NAME',
        ['name'],
        `“${head.name}” is also the name of the device in ${name}. Name one of them differently.`,
      );
    const identity = (uid: string | undefined, path: readonly PropertyKey[], owner: string): void => {
      const other = claim('uid', uid, () => owner);
      if (other)
        report(
          'DUP_ID',
          path,
          `This uid already belongs to ${other}. Remove the line; a new one is written at the next start.`,
        );
    };
    identity(head.uid, ['uid'], head.id ?? device.yaml.file);
    if (peer && !peer.manifest.expressions && head.enabled !== false) {
      const endpoint = peer.manifest.endpoint(peer.connection);
      const other = claim('peer', `${peer.manifest.id} ${endpoint.toLowerCase()}`, () =>
        whereIs(device, ['connection']),
      );
      if (other)
        report(
          'DUP_ENDPOINT',
          ['connection'],
          `${endpoint} is also the peer in ${other}. Join the two devices, or correct one address.`,
        );
    }
    const reserved = head.uns_prefix === undefined ? undefined : ownTopic(`${head.uns_prefix}/`, prefixes);
    if (reserved)
      report(
        'TOPIC_COLLISION',
        ['uns_prefix'],
        `“${head.uns_prefix}” lies below ${reserved}, where commands and states of the gateway go. Choose another prefix.`,
      );
    const ids = new Set<string>();
    for (const { index, tag } of device.tags) {
      const owner = `${nameOf(device)} · ${tag.name ?? tag.id}`;
      identity(tag.uid, ['tags', index, 'uid'], owner);
      const topic = tagTopic(head.uns_prefix ?? '', tag.topic_suffix ?? tag.id);
      // What has no right form was told already, and so was an id that stands twice.
      if (topicFault(topic) || ids.has(tag.id)) continue;
      ids.add(tag.id);
      const other = claim('topic', topic, () => owner);
      if (other)
        report(
          'TOPIC_COLLISION',
          ['tags', index],
          `Topic ${topic} is already published by ${other}. Rename one of them.`,
        );
      for (const derivation of derivations(tag.aggregates)) {
        const made = derivedTopic(topic, derivation);
        const taken = claim('topic', made, () => `${owner} (${derivation.fn} of ${derivation.window})`);
        if (taken)
          report(
            'TOPIC_COLLISION',
            ['tags', index, 'aggregates'],
            `The aggregate topic ${made} is already published by ${taken}. Rename one of them, or take the function away.`,
          );
      }
      const own = reserved ? undefined : ownTopic(topic, prefixes);
      if (own)
        report(
          'TOPIC_COLLISION',
          ['tags', index],
          `Topic ${topic} lies below ${own}, where commands and states of the gateway go. Rename the tag or its suffix.`,
        );
    }
  }
  return faults;
}

/** The topic of the gateway's own that this one lies below. */
function ownTopic(topic: string, prefixes: readonly string[]): string | undefined {
  const [first, second] = topic.split('/', 2);
  return prefixes.includes(first!) && OWN_TOPICS.includes(second ?? '') ? `${first}/${second}` : undefined;
}
