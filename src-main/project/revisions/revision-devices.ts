import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import { type CheckedDevice, checkDevice } from '../check/check-device.ts';
import { NexusConfig } from '../config/nexus-config.ts';
import { CONFIG_FILE, DEVICES_FOLDER, deviceFile } from '../project-layout.ts';
import { readYaml } from '../yaml/yaml-file.ts';
import type { ProjectEditor } from './project-editor.ts';
import type { Revision } from './revision-store.ts';

/** A tag as a revision had it. */
export interface FormerTag {
  readonly device: CheckedDevice;
  readonly tag: Tag;
}

/**
 * Devices of one revision. Files are read and parsed as they are asked for: an answer about a tag needs one of them, and a
 * project has thousands.
 */
export class RevisionDevices {
  readonly revision: Revision;
  readonly #editor: Pick<ProjectEditor, 'fileOf'>;
  readonly #drivers: readonly DriverManifest[];
  readonly #devices = new Map<string, Promise<CheckedDevice | undefined>>();

  constructor(editor: Pick<ProjectEditor, 'fileOf'>, revision: Revision, drivers: readonly DriverManifest[]) {
    this.#editor = editor;
    this.revision = revision;
    this.#drivers = drivers;
  }

  /** A device by its id of then; undefined where the revision had none. @throws NexusError NX_NOT_FOUND for a damaged file. */
  device(id: string): Promise<CheckedDevice | undefined> {
    const path = deviceFile(id);
    const known = this.#devices.get(path);
    if (known) return known;
    const read = this.#read(path);
    this.#devices.set(path, read);
    return read;
  }

  /**
   * A tag by its identity, whatever it and its device were called then.
   * @param likely the id of a device to look in first.
   * @throws NexusError as `device`
   */
  async find(uid: string, likely: string): Promise<FormerTag | undefined> {
    const others = Object.keys(this.revision.files).filter((path) => path.startsWith(`${DEVICES_FOLDER}/`));
    for (const path of new Set([deviceFile(likely), ...others])) {
      const content = await this.#editor.fileOf(this.revision, path);
      if (!content?.includes(uid)) continue;
      const device = await this.device(path.slice(DEVICES_FOLDER.length + 1, -'.yaml'.length));
      const tag = device?.tags.find((one) => one.uid === uid);
      if (device && tag) return { device, tag };
    }
    return undefined;
  }

  /** The quality rules of then that ask for topics. @throws NexusError as `device` */
  async topicRules(): Promise<NexusConfig['quality_rules']> {
    const content = await this.#editor.fileOf(this.revision, CONFIG_FILE);
    const value = content === undefined ? undefined : readYaml(CONFIG_FILE, content).yaml?.value;
    const written = (value as { readonly quality_rules?: unknown } | null | undefined)?.quality_rules;
    return NexusConfig.shape.quality_rules.safeParse(written).data ?? [];
  }

  async #read(path: string): Promise<CheckedDevice | undefined> {
    const content = await this.#editor.fileOf(this.revision, path);
    const { yaml } = content === undefined ? {} : readYaml(path, content);
    return yaml && checkDevice(yaml.value, yaml, this.#drivers).device;
  }
}

/** The revision that was in force at a moment; the oldest where the moment is before all of them. Rising by number. */
export function revisionAt(
  revisions: readonly Revision[],
  timeUs: number,
): { readonly revision: Revision; readonly isBefore: boolean } | undefined {
  const revision = revisions.findLast((one) => one.timeUs <= timeUs);
  if (revision) return { revision, isBefore: false };
  const [oldest] = revisions;
  return oldest && { revision: oldest, isBefore: true };
}
