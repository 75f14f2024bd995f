import type { Device } from '../../../src-shared/domain/device.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { placeOf } from './fault.ts';

/** A tag with what is right of it, and its place in the list. */
export interface TagSketch {
  readonly index: number;
  readonly tag: Tag;
  /** Keys whose values had faults and are not in `tag`. */
  readonly lost?: readonly string[];
}

/** What is right of a device that may have faults: enough for the rules that span devices. */
export interface DeviceSketch {
  readonly yaml: YamlFile;
  /** Where the device stands in the file. */
  readonly base: readonly PropertyKey[];
  readonly head: Partial<Omit<Device, 'tags' | 'connection'>>;
  readonly tags: readonly TagSketch[];
  /** The peer it talks to; only where that has no fault. */
  readonly peer?: { readonly manifest: DriverManifest; readonly connection: unknown };
}

/** `devices/boiler-1.yaml:7` */
export function whereIs({ yaml, base }: DeviceSketch, path: readonly PropertyKey[]): string {
  const line = yaml.lineOf([...base, ...path]);
  return placeOf({ file: yaml.file, ...(line !== undefined && { line }) });
}

/** What people call it. */
export function nameOf({ head, yaml }: DeviceSketch): string {
  return head.name ?? head.id ?? yaml.file;
}
