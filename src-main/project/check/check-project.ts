import { basename } from 'node:path';
import type { DriverManifest } from '../../drivers/driver.ts';
import {
  type Environment,
  environmentOverrides,
  type Override,
  withOverrides,
} from '../config/environment-overrides.ts';
import { NexusConfig } from '../config/nexus-config.ts';
import { CONFIG_FILE, DEVICES_FOLDER, deviceFile } from '../project-layout.ts';
import type { ProjectText } from '../project-text.ts';
import { readYaml, type YamlFile } from '../yaml/yaml-file.ts';
import { checkAcrossDevices } from './check-across-devices.ts';
import { checkConfig } from './check-config.ts';
import { type CheckedDevice, checkDevice } from './check-device.ts';
import { checkLoad } from './check-load.ts';
import { checkPeers } from './check-peers.ts';
import { checkSchema, sketchOf } from './check-schema.ts';
import type { DeviceSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { faultIn } from './fault-at.ts';

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

/**
 * Checks the files of a project, wherever they come from: disk, an older revision, or an edit that is not saved yet.
 * @param environment whose `NEXUS__…` lie over `nexus.yaml`.
 */
export function checkProject(
  text: ProjectText,
  drivers: readonly DriverManifest[],
  environment: Environment = process.env,
): CheckedProject {
  const faults: Fault[] = [...(text.refused ?? [])];
  const files: YamlFile[] = [];
  const devices: CheckedDevice[] = [];
  const sketches: DeviceSketch[] = [];
  let settings: CheckedConfig | undefined;
  for (const [path, content] of text) {
    const read = readYaml(path, content);
    faults.push(...read.faults);
    if (!read.yaml) continue;
    files.push(read.yaml);
    if (path === CONFIG_FILE) {
      settings = checkSettings(read.yaml, faults, environmentOverrides(environment));
    } else if (path.startsWith(`${DEVICES_FOLDER}/`)) {
      const checked = checkDevice(read.yaml.value, read.yaml, drivers);
      faults.push(...checked.faults);
      sketches.push(checked.sketch);
      if (checked.device) devices.push(checked.device);
      const { id } = checked.sketch.head;
      if (id !== undefined && id !== basename(path, '.yaml')) faults.push(wrongFileName(path, id));
    }
  }
  faults.push(...checkAcrossDevices(sketches, settings?.sketch.mqtt.prefixes ?? []));
  faults.push(...checkPeers(sketches, settings?.sketch));
  if (settings) faults.push(...checkLoad(settings.sketch, sketches, settings.yaml));
  return { config: settings?.config, devices, faults, files };
}

interface CheckedConfig {
  readonly yaml: YamlFile;
  /** Undefined while it has faults. */
  readonly config: NexusConfig | undefined;
  /** With the defaults in the place of each section that has faults. */
  readonly sketch: NexusConfig;
}

function checkSettings(yaml: YamlFile, faults: Fault[], overrides: readonly Override[]): CheckedConfig {
  const value = withOverrides(yaml.value ?? {}, overrides);
  const checked = checkSchema(NexusConfig, value, yaml);
  const sketch = checked.value ?? { ...BARE, ...sketchOf(NexusConfig, value) };
  const found = [...checked.faults, ...checkConfig(sketch, yaml)];
  faults.push(...found.map((fault) => placed(fault, overrides)));
  return { yaml, config: checked.value, sketch };
}

/** A fault of what the environment says stands in a variable, not in the file. */
function placed(fault: Fault, overrides: readonly Override[]): Fault {
  const override = overrides.find(({ path }) => {
    const at = path.join('.');
    return at === fault.path || at.startsWith(`${fault.path}.`) || fault.path.startsWith(`${at}.`);
  });
  if (!override) return fault;
  const { line: _line, ...rest } = fault;
  return { ...rest, file: override.by };
}

/** A project that says nothing. */
const BARE = NexusConfig.parse({ project: { name: '-' } });

function wrongFileName(file: string, id: string): Fault {
  const message = `The device in this file is “${id}”. Name the file ${deviceFile(id)} or change the id.`;
  return faultIn(file, 'FILE_NAME', message, { path: 'id', line: 1 });
}
