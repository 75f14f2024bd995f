import {
  type ChangeSeverity,
  MAX_CHANGES,
  type ProjectChange,
  type ProjectChanges,
} from '../../../src-shared/contract/project-changes.ts';
import { Device } from '../../../src-shared/domain/device.ts';
import type { CheckedDevice } from '../check/check-device.ts';
import type { CheckedProject } from '../check/check-project.ts';
import { NexusConfig } from '../config/nexus-config.ts';
import { type DeviceChange, type FieldChange, type ProjectDiff, projectDiff } from '../revisions/project-diff.ts';
import type { ChangeFacts } from './change-facts.ts';
import { deviceFieldEffect } from './device-effects.ts';
import { fieldTitle } from './field-titles.ts';
import { addedTag, changedTag, type DevicePair, removedTag } from './tag-changes.ts';
import { usedSentence } from './uses-words.ts';
import { counted, valueWords } from './value-words.ts';

type Compared = Pick<CheckedProject, 'config' | 'devices'>;

/**
 * What differs between two states of a project, in words, with what follows from each: load, topics, values that become
 * others, documents that show them. Severe ones are not first: lines stand in the order of the project.
 */
export function describeChanges(before: Compared, after: Compared, facts: ChangeFacts = {}): ProjectChanges {
  const diff = projectDiff(before, after);
  const publishes = before.config?.mqtt.enabled === true || after.config?.mqtt.enabled === true;
  const changes = [...lines(diff, before, after, { publishes, ...facts })];
  const count = (severity: ChangeSeverity): number => changes.filter((change) => change.severity === severity).length;
  return {
    changes: changes.slice(0, MAX_CHANGES),
    total: changes.length,
    severe: count('severe'),
    cautions: count('caution'),
    devices: new Set(changes.flatMap(({ device }) => device ?? [])).size,
  };
}

function* lines(diff: ProjectDiff, before: Compared, after: Compared, facts: ChangeFacts): Iterable<ProjectChange> {
  const [former, now] = [byId(before), byId(after)];
  for (const change of diff.devicesChanged) {
    const [was, is] = [former.get(change.formerId ?? change.id), now.get(change.id)];
    if (was && is) yield* changedDevice(change, { before: was, after: is }, facts);
  }
  for (const id of diff.devicesAdded) yield addedDevice(now.get(id)!, facts);
  for (const id of diff.devicesRemoved) yield removedDevice(former.get(id)!, facts);
  for (const change of diff.settings) yield changedSetting(change);
}

const byId = ({ devices }: Compared): ReadonlyMap<string, CheckedDevice> =>
  new Map(devices.map((device) => [device.id, device]));

function* changedDevice(change: DeviceChange, pair: DevicePair, facts: ChangeFacts): Iterable<ProjectChange> {
  const { before, after } = pair;
  for (const field of change.fields.filter(({ path }) => path !== 'uid')) {
    yield {
      ...deviceLine(after, field.path, titleOf(after, field.path)),
      kind: 'changed',
      before: valueWords(field.before, field.path),
      after: valueWords(field.after, field.path),
      ...mutable(deviceFieldEffect(field, before, after, facts)),
    };
  }
  const find = ({ tags }: CheckedDevice, ids: readonly string[]) => {
    const wanted = new Set(ids);
    return tags.filter(({ id }) => wanted.has(id));
  };
  for (const tag of change.tagsChanged) yield* changedTag(tag, pair, facts);
  for (const tag of find(after, change.tagsAdded)) yield addedTag(tag, after, facts);
  for (const tag of find(before, change.tagsRemoved)) yield removedTag(tag, before, facts);
}

const CONNECTION = 'connection.';

function titleOf({ manifest }: CheckedDevice, path: string): string {
  if (!path.startsWith(CONNECTION)) return fieldTitle(Device, path);
  return `Connection › ${fieldTitle(manifest.connection, path.slice(CONNECTION.length))}`;
}

function addedDevice(device: CheckedDevice, { publishes }: ChangeFacts): ProjectChange {
  const writable = device.tags.filter(({ access }) => access === 'read_write').length;
  return {
    ...deviceLine(device, '', 'Device'),
    kind: 'added',
    before: '',
    after: `${device.manifest.title}, ${counted(device.tags.length, 'tag')}`,
    severity: writable > 0 ? 'severe' : 'plain',
    effects: [
      ...(writable > 0 ? [`${counted(writable, 'tag')} can be written.`] : []),
      ...(device.simulated === 'off' ? [] : ['Its values are made up by a simulator.']),
      ...(publishes === false ? [] : [`Topics ${device.uns_prefix}/… begin.`]),
    ],
  };
}

function removedDevice(device: CheckedDevice, { uses, publishes }: ChangeFacts): ProjectChange {
  return {
    ...deviceLine(device, '', 'Device'),
    kind: 'removed',
    before: `${device.manifest.title}, ${counted(device.tags.length, 'tag')}`,
    after: '',
    severity: 'severe',
    effects: [
      'History is kept.',
      ...(publishes === false ? [] : [`Topics ${device.uns_prefix}/… stop.`]),
      ...usedSentence(uses?.(device.id), ['shows its tags without values', 'show its tags without values']),
    ],
  };
}

function changedSetting(change: FieldChange & { readonly restart: boolean }): ProjectChange {
  const { path, before, after, restart } = change;
  return {
    key: `/${path}`,
    kind: 'changed',
    device: null,
    deviceName: '',
    tag: null,
    path,
    what: fieldTitle(NexusConfig, path),
    before: valueWords(before, path),
    after: valueWords(after, path),
    severity: restart ? 'caution' : 'plain',
    effects: restart ? ['It takes effect at the next start of the gateway.'] : [],
  };
}

function deviceLine(device: CheckedDevice, path: string, what: string) {
  const { id, name = id } = device;
  return { key: `${id}//${path}`, device: id, deviceName: name, tag: null, path, what };
}

const mutable = ({ severity, effects }: { severity: ChangeSeverity; effects: readonly string[] }) => ({
  severity,
  effects: [...effects],
});
