import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { assignUids } from './assign-uids.ts';
import { checkAcrossDevices } from './check-across-devices.ts';
import { type CheckedDevice, checkDevice } from './check-device.ts';
import { checkSchema } from './check-schema.ts';
import { type Fault, projectInvalid } from './fault.ts';
import { NexusConfig } from './nexus-config.ts';
import { CONFIG_FILE, DEVICES_FOLDER } from './project-layout.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** A project as it stands on disk, checked whole. */
export interface LoadedProject {
  readonly folder: string;
  /** Undefined while it has faults. */
  readonly config: NexusConfig | undefined;
  /** The devices without faults of their own. */
  readonly devices: readonly CheckedDevice[];
  /** Every fault of every file, in one pass. */
  readonly faults: readonly Fault[];
  /** The files as read, for writing identities back. */
  readonly files: readonly YamlFile[];
}

/**
 * Reads and checks a project folder; changes nothing.
 * @throws NexusError NX_PROJECT_NOT_FOUND when there is no `nexus.yaml`.
 */
export async function loadProject(folder: string, drivers: readonly DriverManifest[]): Promise<LoadedProject> {
  const faults: Fault[] = [];
  const files: YamlFile[] = [];
  const read = async (file: string): Promise<YamlFile | undefined> => {
    const result = readYaml(file, await readFile(join(folder, file), 'utf8'));
    faults.push(...result.faults);
    if (result.yaml) files.push(result.yaml);
    return result.yaml;
  };
  const configFile = await read(CONFIG_FILE).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new NexusError(
      'NX_PROJECT_NOT_FOUND',
      `There is no ${CONFIG_FILE} in ${folder}. Name a project folder with --project.`,
      { folder },
    );
  });
  const config = configFile && checkSchema(NexusConfig, configFile.value ?? {}, configFile);
  faults.push(...(config?.faults ?? []));

  const devices: { readonly device: CheckedDevice; readonly yaml: YamlFile }[] = [];
  for (const file of await deviceFiles(folder)) {
    const yaml = await read(file);
    if (!yaml) continue;
    const checked = checkDevice(yaml.value, yaml, drivers);
    faults.push(...checked.faults);
    if (!checked.device) continue;
    devices.push({ device: checked.device, yaml });
    const expected = basename(file, '.yaml');
    if (checked.device.id !== expected) faults.push(wrongFileName(file, checked.device.id));
  }
  faults.push(...checkAcrossDevices(devices));
  return { folder, config: config?.value, devices: devices.map(({ device }) => device), faults, files };
}

/**
 * Loads a project for running: refuses it when it has faults, and writes the identities that are still missing.
 * @throws NexusError NX_PROJECT_INVALID with every fault.
 */
export async function openProject(
  folder: string,
  drivers: readonly DriverManifest[],
): Promise<LoadedProject & { readonly config: NexusConfig }> {
  const first = await loadProject(folder, drivers);
  const hasErrors = first.faults.some((fault) => fault.severity === 'error');
  if (hasErrors || !first.config) throw projectInvalid(first.faults);
  const changed = await assignUids(folder, first.files);
  const project = changed ? await loadProject(folder, drivers) : first;
  if (!project.config) throw projectInvalid(project.faults);
  return { ...project, config: project.config };
}

async function deviceFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, DEVICES_FOLDER)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${DEVICES_FOLDER}/${name}`);
}

function wrongFileName(file: string, id: string): Fault {
  const message = `The device in this file is “${id}”. Name the file ${DEVICES_FOLDER}/${id}.yaml or change the id.`;
  return { code: 'FILE_NAME', file, line: 1, path: 'id', message, severity: 'error' };
}
