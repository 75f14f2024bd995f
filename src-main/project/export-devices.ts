import { parseDocument, stringify } from 'yaml';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { DEVICES_FOLDER, deviceFile } from './project-layout.ts';
import type { ProjectText } from './project-text.ts';

/**
 * The devices of a project as one `devices.yaml`, which `readDevices` takes back: for another gateway, or for a person.
 *
 * @param ids which ones; all unless given.
 * @param identities without them the importing project gives its own: a copy with its own history.
 * @throws NexusError NX_NOT_FOUND for an id that is not in the project.
 */
export function exportDevices(
  text: ProjectText,
  { ids, identities = true }: { readonly ids?: readonly string[] | undefined; readonly identities?: boolean } = {},
): string {
  const paths = ids?.map(deviceFile) ?? [...text.keys()].filter((path) => path.startsWith(`${DEVICES_FOLDER}/`));
  const devices = paths.map((path, index) => {
    const content = text.get(path);
    if (content === undefined) throw new NexusError('NX_NOT_FOUND', `There is no device “${ids?.[index] ?? path}”.`);
    const device = parseDocument(content).toJS() as Record<string, unknown>;
    return identities ? device : withoutUids(device);
  });
  return devicesYaml(devices);
}

/** Devices in the form of their files as the text of one `devices.yaml`. */
export const devicesYaml = (devices: readonly Readonly<Record<string, unknown>>[]): string =>
  stringify({ devices }, { lineWidth: 0 });

function withoutUids(device: Record<string, unknown>): Record<string, unknown> {
  const { uid: _, tags, ...rest } = device;
  if (!Array.isArray(tags)) return rest;
  return { ...rest, tags: (tags as Record<string, unknown>[]).map(({ uid: _uid, ...tag }) => tag) };
}
