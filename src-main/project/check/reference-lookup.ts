import { nearestWord } from '../../../src-shared/util/nearest-word.ts';

/** The ids of a project, to tell what is wrong with a reference that leads nowhere, with the nearest one. */
export class ReferenceLookup {
  readonly #devices: ReadonlyMap<string, readonly string[]>;

  /** @param devices ids of their tags, by id */
  constructor(devices: ReadonlyMap<string, readonly string[]>) {
    this.#devices = devices;
  }

  /** Not where the reference has no right form at all. */
  lacksDevice({ device, tag }: { readonly device: string; readonly tag: string }): boolean {
    return tag !== '' && !tag.includes('/') && device !== '' && !this.#devices.has(device);
  }

  /**
   * @param name as it is written
   * @param device that it means
   */
  unknown(name: string, { device, tag }: { readonly device: string; readonly tag: string }): string {
    const isOwn = !name.includes('/');
    if (tag.includes('/') || tag === '' || device === '')
      return `“{${name}}” names no tag. Write {device/tag}, or {tag} for one of the same device.`;
    const own = this.#devices.get(device);
    if (!own) {
      const near = nearestWord(device, [...this.#devices.keys()]);
      return `There is no device “${device}”.${near ? ` Did you mean {${near}/${tag}}?` : ' Write {device/tag}.'}`;
    }
    const near = nearestWord(tag, own);
    if (near) return `Device “${device}” has no tag “${tag}”. Did you mean {${isOwn ? near : `${device}/${near}`}}?`;
    const elsewhere = isOwn ? [...this.#devices].find(([, ids]) => ids.includes(tag))?.[0] : undefined;
    return `Device “${device}” has no tag “${tag}”.${elsewhere ? ` Did you mean {${elsewhere}/${tag}}?` : ' Choose one that it has.'}`;
  }
}
