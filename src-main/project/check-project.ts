import { basename } from 'node:path';
import type { DriverManifest } from '../drivers/driver.ts';
import { checkAcrossDevices } from './check-across-devices.ts';
import { type CheckedDevice, checkDevice } from './check-device.ts';
import { checkSchema } from './check-schema.ts';
import type { Fault } from './fault.ts';
import { NexusConfig } from './nexus-config.ts';
import { CONFIG_FILE, DEVICES_FOLDER, deviceFile } from './project-layout.ts';
import type { ProjectText } from './project-text.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** A project, checked whole. */
export interface CheckedProject {
  /** Undefined while it has faults. */
  readonly config: NexusConfig | undefined;
  /** The devices without faults of their own. */
  readonly devices: readonly CheckedDevice[];
  /** Every fault of every file, in one pass. */
  readonly faults: readonly Fault[];
  /** The files as parsed, for writing identities and edits back. */
  readonly files: readonly YamlFile[];
}

/** Checks the files of a project, wherever they come from: disk, an older revision, or an edit that is not saved yet. */
export function checkProject(text: ProjectText, drivers: readonly DriverManifest[]): CheckedProject {
  const faults: Fault[] = [];
  const files: YamlFile[] = [];
  let config: NexusConfig | undefined;
  const devices: { readonly device: CheckedDevice; readonly yaml: YamlFile }[] = [];
  for (const [path, content] of text) {
    const read = readYaml(path, content);
    faults.push(...read.faults);
    if (!read.yaml) continue;
    files.push(read.yaml);
    if (path === CONFIG_FILE) {
      const checked = checkSchema(NexusConfig, read.yaml.value ?? {}, read.yaml);
      faults.push(...checked.faults);
      config = checked.value;
    } else if (path.startsWith(`${DEVICES_FOLDER}/`)) {
      const checked = checkDevice(read.yaml.value, read.yaml, drivers);
      faults.push(...checked.faults);
      if (!checked.device) continue;
      devices.push({ device: checked.device, yaml: read.yaml });
      if (checked.device.id !== basename(path, '.yaml')) faults.push(wrongFileName(path, checked.device.id));
    }
  }
  faults.push(...checkAcrossDevices(devices));
  return { config, devices: devices.map(({ device }) => device), faults, files };
}

function wrongFileName(file: string, id: string): Fault {
  const message = `The device in this file is “${id}”. Name the file ${deviceFile(id)} or change the id.`;
  return { code: 'FILE_NAME', file, line: 1, path: 'id', message, severity: 'error' };
}
