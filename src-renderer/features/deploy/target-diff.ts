import type { FileText, ProjectChanges } from '../../../src-shared/contract/project-changes.ts';
import { rpc } from '../../rpc/connect.ts';

/** What differs for a target: of its devices only, and without the settings of a gateway, which never travel. */
export function changesOfTarget(all: ProjectChanges, devices: readonly string[] | null): ProjectChanges {
  const changes = all.changes.filter(({ device }) => device !== null && (devices === null || devices.includes(device)));
  // Where more differs than is listed, what of it concerns the target is not known: the rest is counted.
  const rest = all.total - all.changes.length;
  return {
    changes,
    total: changes.length + rest,
    severe: changes.filter(({ severity }) => severity === 'severe').length,
    cautions: changes.filter(({ severity }) => severity === 'caution').length,
    devices: new Set(changes.map(({ device }) => device)).size,
  };
}

/** Reads what differs from one revision to another on a target. */
export async function readTargetChanges(
  from: number,
  to: number,
  devices: readonly string[] | null,
): Promise<ProjectChanges> {
  return changesOfTarget(await rpc().config.compare({ from, to }), devices);
}

const DEVICE_FILE = /^devices\/(.*)\.yaml$/;

/** The same as files. */
export async function readTargetTexts(
  from: number,
  to: number,
  devices: readonly string[] | null,
): Promise<readonly FileText[]> {
  const { files } = await rpc().config.texts({ from, to });
  return files.filter(({ path }) => {
    const id = DEVICE_FILE.exec(path)?.[1];
    return id !== undefined && (devices === null || devices.includes(id));
  });
}
