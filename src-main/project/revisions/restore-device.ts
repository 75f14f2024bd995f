import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { DEVICES_FOLDER, deviceFile } from '../project-layout.ts';
import type { ProjectText } from '../project-text.ts';
import { readYaml } from '../yaml/yaml-file.ts';
import { type Changes, deviceForm } from './edit-device.ts';

/**
 * One device as an older state of the project had it; the others stay as they are. One that was not there then goes, one
 * that is no more comes back, one that was renamed has its old name again.
 * @param id of now; of then where it is no more.
 * @throws NexusError NX_NOT_FOUND where neither state has it.
 */
export function restoreDevice(now: ProjectText, then: ProjectText, id: string): Changes {
  const path = deviceFile(id);
  const uid = now.has(path) ? deviceForm(now, id)['uid'] : undefined;
  const former = now.has(path) ? fileOf(then, uid, path) : then.has(path) ? path : undefined;
  if (former === undefined && !now.has(path)) {
    throw new NexusError('NX_NOT_FOUND', `Neither the project nor that revision has a device “${id}”.`, { device: id });
  }
  const changes = new Map<string, string | undefined>();
  if (now.has(path) && former !== path) changes.set(path, undefined);
  if (former !== undefined) changes.set(former, then.get(former));
  return changes;
}

/** The file of a device by its identity, whatever it was called; by its name where it had none. */
function fileOf(text: ProjectText, uid: unknown, likely: string): string | undefined {
  if (typeof uid !== 'string') return text.has(likely) ? likely : undefined;
  const paths = [likely, ...text.keys()].filter((path) => path.startsWith(`${DEVICES_FOLDER}/`));
  return paths.find((path) => {
    const content = text.get(path);
    // A tag may have any identity but that of a device; the file is parsed only where the text stands at all.
    return content?.includes(uid) === true && identityIn(path, content) === uid;
  });
}

function identityIn(path: string, content: string): unknown {
  const value: unknown = readYaml(path, content).yaml?.value;
  return typeof value === 'object' && value !== null ? (value as { readonly uid?: unknown }).uid : undefined;
}
