import type { ProjectText } from '../project-text.ts';
import { readYaml, type YamlFile } from '../yaml/yaml-file.ts';
import type { CheckedDevice } from './check-device.ts';
import type { DeviceSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';

/** What a file of a device came to, by itself. */
export interface CheckedFile {
  /** Undefined where it has faults. */
  readonly device: CheckedDevice | undefined;
  readonly sketch: DeviceSketch;
  readonly faults: readonly Fault[];
}

/**
 * Device files as they were checked last, by path: what did not change since is not parsed and checked again, which is
 * most of the work on a project of thousands of tags. Their parsed text is let go of.
 */
export class KnownFiles {
  readonly #files = new Map<string, { readonly content: string; readonly checked: CheckedFile }>();

  /** What these very contents came to. */
  find(path: string, content: string): CheckedFile | undefined {
    const known = this.#files.get(path);
    return known?.content === content ? known.checked : undefined;
  }

  keep(path: string, content: string, checked: CheckedFile): void {
    const sketch = { ...checked.sketch, yaml: parsedWhenAsked(path, content) };
    this.#files.set(path, { content, checked: { ...checked, sketch } });
  }

  /** Forgets files that are no longer there. */
  keepOnly(text: ProjectText): void {
    for (const path of this.#files.keys()) if (!text.has(path)) this.#files.delete(path);
  }
}

/** The file for a fault that needs a line of it: parsed text takes twenty times the memory of the text. */
function parsedWhenAsked(file: string, content: string): YamlFile {
  let held: WeakRef<YamlFile> | undefined;
  const parsed = (): YamlFile => {
    const known = held?.deref();
    if (known) return known;
    const fresh = readYaml(file, content).yaml!;
    held = new WeakRef(fresh);
    return fresh;
  };
  return {
    file,
    get document() {
      return parsed().document;
    },
    get value() {
      return parsed().value;
    },
    lineOf: (path) => parsed().lineOf(path),
  };
}
