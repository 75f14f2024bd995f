import { readFile } from 'node:fs/promises';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { checkDevice } from './check-device.ts';
import { writeDevice } from './create-project.ts';
import { type Fault, formatFault } from './fault.ts';
import { faultAt } from './fault-at.ts';
import { loadProject } from './load-project.ts';
import { fromVision } from './vision-device.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export interface ImportReport {
  readonly devices: readonly string[];
  readonly tags: number;
}

/**
 * Imports a combined `devices.yaml` (a list, or a list under `devices:`) in our own or in the vision's field names.
 * Everything is checked first: with one fault nothing is written.
 *
 * @throws NexusError NX_PROJECT_IMPORT with every fault and its line.
 */
export async function importDevices(
  path: string,
  project: string,
  drivers: readonly DriverManifest[],
): Promise<ImportReport> {
  const { yaml, faults } = readYaml(path, await readFile(path, 'utf8'));
  if (!yaml) throw refuse(path, faults);
  const list = Array.isArray(yaml.value) ? yaml.value : (yaml.value as { devices?: unknown } | null)?.devices;
  if (!Array.isArray(list)) {
    throw new NexusError(
      'NX_PROJECT_IMPORT',
      `${path} holds no list of devices. Start it with “devices:”. Nothing was written.`,
      { path },
    );
  }
  const base = Array.isArray(yaml.value) ? [] : ['devices'];
  const devices = list.map((value: unknown) => fromVision(value));
  const found = [
    ...faults,
    ...checkAll(devices, yaml, drivers, base),
    ...(await taken(project, devices, drivers, yaml, base)),
  ];
  if (found.some((fault) => fault.severity === 'error')) throw refuse(path, found);
  for (const device of devices) await writeDevice(project, device as Parameters<typeof writeDevice>[1]);
  return {
    devices: devices.map((device) => String(device['id'])),
    tags: devices.reduce((sum, device) => sum + tagCount(device), 0),
  };
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
async function taken(
  project: string,
  devices: readonly Record<string, unknown>[],
  drivers: readonly DriverManifest[],
  yaml: YamlFile,
  base: readonly PropertyKey[],
): Promise<Fault[]> {
  const seen = new Set((await loadProject(project, drivers)).devices.map((device) => device.id));
  return devices.flatMap((device, index) => {
    const id = String(device['id']);
    if (!seen.has(id)) {
      seen.add(id);
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
