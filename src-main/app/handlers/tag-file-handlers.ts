import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { devicesYaml } from '../../project/export-devices.ts';
import { deviceForm } from '../../project/revisions/edit-device.ts';
import { ImportedRows } from '../../project/tag-files/imported-rows.ts';
import { yamlDevices } from '../../project/tag-files/yaml-devices.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { foreignPlace } from '../tags/foreign-place.ts';

/** Files of tags: old rows for comparisons, addresses of other programs, YAML. */
export function tagFileHandlers({ editor, plant, folder }: EngineParts): NexusHandlers<Call>['tagFiles'] {
  const imported = new ImportedRows(folder);
  const uidOf = (device: string): string => plant.directory.device(device).uid;
  return {
    yaml: ({ device, tags }) => ({
      yaml: devicesYaml([{ ...deviceForm(editor.current.project.text, device), tags }]),
    }),
    devices: ({ yaml }) => ({ devices: yamlDevices(yaml) }),
    places: ({ device: id, addresses }) => {
      const { device } = plant.directory.device(id);
      return { places: addresses.map((address) => foreignPlace(device, address)) };
    },
    imported: async ({ device, format }) => ({ rows: [...(await imported.read(uidOf(device), format))] }),
    stage: async ({ device, format, stage, rows }) => ({
      rows: await imported.stage(uidOf(device), format, stage, rows),
    }),
    adopt: async ({ device, stage }) => {
      const tags = deviceForm(editor.current.project.text, device)['tags'];
      const known = (Array.isArray(tags) ? (tags as Readonly<Record<string, unknown>>[]) : []).map(({ id, uid }) => ({
        id: String(id),
        uid: String(uid),
      }));
      return { rows: await imported.adopt(uidOf(device), stage, known) };
    },
  };
}
