import { readFile } from 'node:fs/promises';
import { parse, parseDocument } from 'yaml';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import { readDevices } from '../../project/import-devices.ts';
import { CONFIG_FILE, deviceFile } from '../../project/project-layout.ts';
import type { Edit, ProjectEditor } from '../../project/revisions/project-editor.ts';

/**
 * Adds the demo plant to a project without devices, and starts it.
 * @param demoDevices the combined file that it is made of.
 * @throws NexusError NX_REQUEST_INVALID when the project has devices already.
 */
export async function startDemo(
  editor: ProjectEditor,
  demoDevices: string,
  drivers: readonly DriverManifest[],
  edit: Edit,
): Promise<readonly string[]> {
  if (editor.current.project.devices.length > 0) {
    throw new NexusError(
      'NX_REQUEST_INVALID',
      'This project has devices already. Start the demo plant in a new project.',
    );
  }
  const combined = await readFile(demoDevices, 'utf8');
  const applied = await editor.change((text) => {
    const config = parseDocument(text.get(CONFIG_FILE)!);
    config.setIn(['project', 'mode'], 'demo');
    const { files } = readDevices(demoDevices, combined, text, drivers);
    return new Map([...files, [CONFIG_FILE, config.toString({ lineWidth: 0 })]]);
  }, edit);
  return applied.diff.devicesAdded;
}

/**
 * Takes the devices of the demo plant out of a project as one revision; from then on nothing is simulated unless a device asks
 * for it. What is stored of them stays, so that the revision before brings everything back.
 * @throws NexusError NX_REQUEST_INVALID when the project has none of them.
 */
export async function removeDemo(editor: ProjectEditor, demoDevices: string, edit: Edit): Promise<number> {
  const { devices } = parse(await readFile(demoDevices, 'utf8')) as { readonly devices: readonly { id: string }[] };
  const applied = await editor.change((text) => {
    const files = devices.map(({ id }) => deviceFile(id)).filter((file) => text.has(file));
    if (files.length === 0) throw new NexusError('NX_REQUEST_INVALID', 'This project has no device of the demo plant.');
    const config = parseDocument(text.get(CONFIG_FILE)!);
    config.deleteIn(['project', 'mode']);
    return new Map<string, string | undefined>([
      ...files.map((file) => [file, undefined] as const),
      [CONFIG_FILE, config.toString({ lineWidth: 0 })],
    ]);
  }, edit);
  return applied.revision.number;
}
