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
import { checkExpressions } from './check-expressions.ts';
import { checkLoad } from './check-load.ts';
import { checkPeers } from './check-peers.ts';
import { checkSchema, sketchOf } from './check-schema.ts';
import type { DeviceSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { faultIn } from './fault-at.ts';
import { type CheckedFile, KnownFiles } from './known-files.ts';

/** A project, checked whole. */
export interface CheckedProject {
  /** Undefined while it has faults. */
  readonly config: NexusConfig | undefined;
  /** The devices without faults of their own. */
  readonly devices: readonly CheckedDevice[];
  /** Every fault of every file, in one pass. */
  readonly faults: readonly Fault[];
  /** The files as parsed, for writing identities back; without those that were known before and have all of them. */
  readonly files: readonly YamlFile[];
}

export interface CheckOptions {
  /** What an earlier check found out; it learns from this one. */
  readonly known?: KnownFiles | undefined;
  /** Whose `NEXUS__…` lie over `nexus.yaml`. */
  readonly environment?: Environment;
}

/**
 * Checks the files of a project, wherever they come from: disk, an older revision, or an edit that is not saved yet.
 */
export function checkProject(
  text: ProjectText,
  drivers: readonly DriverManifest[],
  { known = new KnownFiles(), environment = process.env }: CheckOptions = {},
): CheckedProject {
  const faults: Fault[] = [...(text.refused ?? [])];
  const files: YamlFile[] = [];
  const devices: CheckedDevice[] = [];
  const sketches: DeviceSketch[] = [];
  let settings: CheckedConfig | undefined;
  const take = ({ device, sketch, faults: found }: CheckedFile): void => {
    faults.push(...found);
    sketches.push(sketch);
    if (device) devices.push(device);
  };
  known.keepOnly(text);
  for (const [path, content] of text) {
    const before = known.find(path, content);
    if (before) {
      take(before);
      if (!hasIdentities(before)) files.push(before.sketch.yaml);
      continue;
    }
    const read = readYaml(path, content);
    faults.push(...read.faults);
    if (!read.yaml) continue;
    files.push(read.yaml);
    if (path === CONFIG_FILE) {
      settings = checkSettings(read.yaml, faults, environmentOverrides(environment));
    } else if (path.startsWith(`${DEVICES_FOLDER}/`)) {
      const checked = checkDeviceFile(path, read.yaml, drivers);
      known.keep(path, content, checked);
      take(checked);
    }
  }
  faults.push(...checkAcrossDevices(sketches, settings?.sketch.mqtt.prefixes ?? []));
  faults.push(...checkPeers(sketches, settings?.sketch));
  faults.push(...checkExpressions(sketches));
  if (settings) faults.push(...checkLoad(settings.sketch, sketches, settings.yaml));
  return { config: settings?.config, devices, faults, files };
}

function checkDeviceFile(path: string, yaml: YamlFile, drivers: readonly DriverManifest[]): CheckedFile {
  const { device, sketch, faults } = checkDevice(yaml.value, yaml, drivers);
  const { id } = sketch.head;
  const isMisnamed = id !== undefined && id !== basename(path, '.yaml');
  return { device, sketch, faults: isMisnamed ? [...faults, wrongFileName(path, id)] : faults };
}

const hasIdentities = ({ device }: CheckedFile): boolean =>
  device?.uid !== undefined && device.tags.every(({ uid }) => uid !== undefined);

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
  for (const { by, path, problem } of overrides) {
    if (problem === undefined) continue;
    const text = `${problem}. Make the file or remove the variable.`;
    faults.push(faultIn(by, 'REF_FILE', text, { path: path.join('.') }));
  }
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
