import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { writeAtomic } from '../kernel/write-atomic.ts';
import { checkDevice } from './check/check-device.ts';
import { type Fault, formatFault } from './check/fault.ts';
import { faultAt } from './check/fault-at.ts';
import { DEVICES_FOLDER, deviceFile } from './project-layout.ts';
import { type ProjectText, readProjectText } from './project-text.ts';
import { fromVision } from './vision-device.ts';
import { readYaml, type YamlFile } from './yaml/yaml-file.ts';

export interface ImportReport {
  readonly devices: readonly string[];
  readonly tags: number;
}

/** What an import would write, checked whole. */
export interface DeviceImport extends ImportReport {
  /** Path → content of each new device file. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads a combined `devices.yaml` (a list, or a list under `devices:`) in our own or in the vision's field names.
 * Everything is checked: with one fault nothing is taken.
 *
 * @param name of the file, for faults.
 * @throws NexusError NX_PROJECT_IMPORT with every fault and its line.
 */
export function readDevices(
  name: string,
  content: string,
  project: ProjectText,
  drivers: readonly DriverManifest[],
): DeviceImport {
  const { yaml, faults } = readYaml(name, content);
  if (!yaml) throw refuse(name, faults);
  const list = Array.isArray(yaml.value) ? yaml.value : (yaml.value as { devices?: unknown } | null)?.devices;
  if (!Array.isArray(list)) {
    const text = `${name} holds no list of devices. Start it with “devices:”. Nothing was written.`;
    throw new NexusError('NX_PROJECT_IMPORT', text, { file: name });
  }
  const base = Array.isArray(yaml.value) ? [] : ['devices'];
  const devices = list.map((value: unknown) => fromVision(value));
  const found = [...faults, ...checkAll(devices, yaml, drivers, base), ...taken(project, devices, yaml, base)];
  if (found.some((fault) => fault.severity === 'error')) throw refuse(name, found);
  return {
    devices: devices.map((device) => String(device['id'])),
    tags: devices.reduce((sum, device) => sum + tagCount(device), 0),
    files: new Map(
      devices.map((device) => [deviceFile(String(device['id'])), stringify(device, { lineWidth: 0 })] as const),
    ),
  };
}

/**
 * Imports a combined file into a project folder that no engine runs on.
 * @throws NexusError as `readDevices`
 */
export async function importDevices(
  path: string,
  folder: string,
  drivers: readonly DriverManifest[],
): Promise<ImportReport> {
  const { files, devices, tags } = readDevices(
    path,
    await readFile(path, 'utf8'),
    await readProjectText(folder),
    drivers,
  );
  await mkdir(join(folder, DEVICES_FOLDER), { recursive: true });
  for (const [file, content] of files) await writeAtomic(join(folder, file), content);
  return { devices, tags };
}

const tagCount = (device: Record<string, unknown>): number =>
  Array.isArray(device['tags']) ? device['tags'].length : 0;

function checkAll(
  devices: readonly Record<string, unknown>[],
  yaml: YamlFile,
  drivers: readonly DriverManifest[],
  base: readonly PropertyKey[],
): Fault[] {
  return devices.flatMap((device, index) => checkDevice(device, yaml, drivers, [...base, index]).faults);
}

/** Devices that the project has already, or that stand twice in the file. */
function taken(
  project: ProjectText,
  devices: readonly Record<string, unknown>[],
  yaml: YamlFile,
  base: readonly PropertyKey[],
): Fault[] {
  const seen = new Set(project.keys());
  return devices.flatMap((device, index) => {
    const id = String(device['id']);
    if (!seen.has(deviceFile(id))) {
      seen.add(deviceFile(id));
      return [];
    }
    const message = `Device “${id}” is already in the project. Rename it or remove the other one.`;
    return [faultAt(yaml, 'DUP_ID', [...base, index, 'id'], message)];
  });
}

function refuse(path: string, faults: readonly Fault[]): NexusError {
  const lines = faults.map((fault) => `  ${formatFault(fault)}`).join('\n');
  return new NexusError('NX_PROJECT_IMPORT', `${path} has ${faults.length} faults. Nothing was written.\n${lines}`, {
    faults,
  });
}
