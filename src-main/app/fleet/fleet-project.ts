import type { FleetProject, TakenDevice } from '../../fleet/fleet-sync.ts';
import { formPrint } from '../../fleet/form-print.ts';
import { CONFIG_FILE, DEVICES_FOLDER, deviceFile } from '../../project/project-layout.ts';
import type { ProjectText } from '../../project/project-text.ts';
import {
  addDevice,
  type Changes,
  deviceForm,
  type FileForm,
  removeDevice,
  replaceDevice,
} from '../../project/revisions/edit-device.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';

/** How the authors of revisions that came from the store begin. */
const AUTHOR = 'fleet';

/** The project of this gateway, as the fleet sees and changes it. */
export function fleetProject(editor: ProjectEditor, directory: TagDirectory): FleetProject {
  return {
    forms: () => formsOf(editor.current.project.text),
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

/** Devices of the project by id, as their files say. */
export function formsOf(text: ProjectText): ReadonlyMap<string, FileForm> {
  const files = [...text.keys()].filter((path) => path !== CONFIG_FILE && path.startsWith(`${DEVICES_FOLDER}/`));
  return new Map(
    files.map((path) => {
      const id = path.slice(DEVICES_FOLDER.length + 1, -'.yaml'.length);
      return [id, deviceForm(text, id)];
    }),
  );
}

/** Whether the device is still as it was when it was decided to change it. */
function stands(text: ProjectText, { id, expected }: TakenDevice): boolean {
  return (text.has(deviceFile(id)) ? formPrint(deviceForm(text, id)) : undefined) === expected;
}

function changesOf(text: ProjectText, { id, form }: TakenDevice): Changes {
  if (!form) return removeDevice(text, id);
  return text.has(deviceFile(id)) ? replaceDevice(text, id, form) : addDevice(text, form);
}
