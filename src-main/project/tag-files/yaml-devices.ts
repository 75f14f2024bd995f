import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatFault } from '../check/fault.ts';
import { fromVision } from '../vision-device.ts';
import { readYaml } from '../yaml/yaml-file.ts';

/** A device of a file with its tags, unchecked. */
export interface YamlDevice {
  readonly id: string;
  readonly name: string;
  readonly tags: Record<string, unknown>[];
}

/**
 * The devices of a text that is a list of them, a list under `devices:`, or one device.
 * @throws NexusError NX_TAG_FILE for what is no YAML, or has no tags.
 */
export function yamlDevices(text: string): YamlDevice[] {
  const { yaml, faults } = readYaml('devices.yaml', text);
  if (!yaml)
    throw new NexusError('NX_TAG_FILE', `The file is no YAML that can be read. ${faults.map(formatFault).join(' ')}`);
  const { value } = yaml;
  const list = Array.isArray(value) ? value : isForm(value) ? (value['devices'] ?? [value]) : [];
  const devices = (Array.isArray(list) ? list : [])
    .map((device: unknown) => fromVision(device))
    .filter((device) => Array.isArray(device['tags']));
  if (devices.length === 0)
    throw new NexusError('NX_TAG_FILE', 'The file has no device with tags. Choose one with “tags:” below a device.');
  return devices.map((device) => ({
    id: textOf(device['id']),
    name: textOf(device['name']) || textOf(device['id']),
    tags: (device['tags'] as unknown[]).filter(isForm),
  }));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isForm = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
