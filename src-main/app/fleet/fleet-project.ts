import type { FleetProject, TakenDevice } from '../../fleet/fleet-sync.ts';
import { formPrint } from '../../fleet/form-print.ts';
import { DEVICES_FOLDER, deviceFile } from '../../project/project-layout.ts';
import type { ProjectText } from '../../project/project-text.ts';
import {
  addDevice,
  type Changes,
  deviceForm,
  removeDevice,
  replaceDevice,
} from '../../project/revisions/edit-device.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';

/** How the authors of revisions that came from the store begin. */
const AUTHOR = 'fleet';

/** The project of this gateway, as the fleet sees and changes it. */
export function fleetProject(editor: ProjectEditor, directory: TagDirectory): FleetProject {
  const prints = new DevicePrints();
  return {
    prints: () => prints.of(editor.current.project.text),
    form: (id) => {
      const { text } = editor.current.project;
      return text.has(deviceFile(id)) ? deviceForm(text, id) : undefined;
    },
    take: async (devices, by) => {
      const done: string[] = [];
      const make = (text: ProjectText): Changes => {
        const changes = new Map<string, string | undefined>();
        for (const device of devices) {
          if (!stands(text, device)) continue;
          for (const [path, content] of changesOf(text, device)) changes.set(path, content);
          done.push(device.id);
        }
        return changes;
      };
      const names = devices.map(({ id }) => id);
      const shown =
        names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
      if (!devices.some((device) => stands(editor.current.project.text, device))) return [];
      await editor.change(make, { author: `${AUTHOR} ${by}`, comment: `From the store of the fleet: ${shown}` });
      return done;
    },
    author: () => editor.current.revision.author,
    figures: () => ({
      revision: editor.current.revision.number,
      devices: directory.devices.length,
      tags: directory.tags.length,
    }),
  };
}

interface PrintOf {
  readonly content: string;
  readonly print: string;
}

/** Fingerprints of all devices; a file is read again only where its text changed, because five thousand tags take a second. */
class DevicePrints {
  #known: ReadonlyMap<string, PrintOf> = new Map();

  of(text: ProjectText): ReadonlyMap<string, string> {
    const next = new Map<string, PrintOf>();
    const prints = new Map<string, string>();
    for (const [path, content] of text) {
      if (!path.startsWith(`${DEVICES_FOLDER}/`)) continue;
      const id = path.slice(DEVICES_FOLDER.length + 1, -'.yaml'.length);
      const known = this.#known.get(id);
      const print = known?.content === content ? known.print : formPrint(deviceForm(text, id));
      next.set(id, { content, print });
      prints.set(id, print);
    }
    this.#known = next;
    return prints;
  }
}

/** Whether the device is still as it was when it was decided to change it. */
function stands(text: ProjectText, { id, expected }: TakenDevice): boolean {
  return (text.has(deviceFile(id)) ? formPrint(deviceForm(text, id)) : undefined) === expected;
}

function changesOf(text: ProjectText, { id, form }: TakenDevice): Changes {
  if (!form) return removeDevice(text, id);
  return text.has(deviceFile(id)) ? replaceDevice(text, id, form) : addDevice(text, form);
}
