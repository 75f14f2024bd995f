import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { same } from '../../forms/form-value.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { firstLink } from '../../state/first-link.ts';
import { useSystem } from '../../state/system.ts';
import { freshEdit } from './device-edit.ts';
import { changeEdit, editOf, editorChanged, useDeviceEdits } from './device-edits.ts';
import { copyOf, newDevice, usualPrefix, withoutUid } from './device-form.ts';

interface ReadDevice {
  readonly form: FormValue;
  readonly tags: readonly unknown[];
  readonly revision: number;
}

/** A device as its file holds it, with its tags apart and without its identity, which no form changes. */
export async function readDevice(id: string): Promise<ReadDevice> {
  await firstLink();
  const { revision, device } = await rpc().config.device({ device: id });
  const { tags, uid: _uid, ...form } = device;
  return { form, tags: Array.isArray(tags) ? (tags as readonly unknown[]) : [], revision };
}

/** Opens a device for editing in a tab, unless it is open there. */
export function wantDevice(tab: string, id: string, attempt: Attempt = 'first'): void {
  const read = async (): Promise<DeviceEdit> => {
    const { form, revision, tags } = await readDevice(id);
    return freshEdit(id, form, revision, tags);
  };
  open(tab, read, attempt);
}

/** `again`: a person does not want to wait for the answer that is on its way. */
type Attempt = 'first' | 'again';
type DeviceEdit = ReturnType<typeof freshEdit>;

/** Opens a copy of a device in a tab, with its tags; it is in the project once it is saved. */
export function wantCopy(tab: string, id: string, attempt: Attempt = 'first'): void {
  const read = async (): Promise<DeviceEdit> => {
    const { form, revision, tags } = await readDevice(id);
    const taken = useDevices.getState().list.map((device) => device.id);
    return freshEdit(null, copyOf(form, taken), revision, tags.map(withoutUid));
  };
  open(tab, read, attempt);
}

/** Opens the form of a new device in a tab. */
export function beginDevice(tab: string, protocol: string): void {
  const prefixes = useDevices.getState().list.map(({ unsPrefix }) => unsPrefix);
  const prefix = usualPrefix(prefixes, useSystem.getState().info?.project ?? '');
  editorChanged(tab, { kind: 'editing', edit: freshEdit(null, newDevice(protocol, prefix), 0) });
}

function open(tab: string, read: () => Promise<DeviceEdit>, attempt: Attempt): void {
  const kind = (): string | undefined => useDeviceEdits.getState().byTab[tab]?.kind;
  if (kind() === 'editing' || (kind() === 'reading' && attempt === 'first')) return;
  editorChanged(tab, { kind: 'reading' });
  // Of two answers the second comes when there may be edits already.
  read().then(
    (edit) => kind() !== 'editing' && editorChanged(tab, { kind: 'editing', edit }),
    (error: unknown) =>
      kind() !== 'editing' && editorChanged(tab, { kind: 'unreadable', reason: toNexusError(error).text }),
  );
}

/**
 * Reads an edited device anew: what others changed is taken over where nothing is edited here, and told where
 * something is.
 */
export async function rereadDevice(tab: string): Promise<void> {
  const device = editOf(tab)?.device;
  if (device === null || device === undefined) return;
  const now = await readDevice(device);
  changeEdit(tab, (edit) => {
    if (edit.isSaving || edit.device !== device) return edit;
    if (same(now.form, edit.saved)) return { ...edit, revision: now.revision, tags: now.tags };
    if (same(edit.form, edit.saved)) return freshEdit(device, now.form, now.revision, now.tags);
    if (same(edit.form, now.form)) return { ...edit, saved: now.form, revision: now.revision, tags: now.tags };
    return { ...edit, tags: now.tags, theirs: now };
  });
}

/** Follows the project for as long as the page lives: the list is read anew at each revision. */
useDevices.subscribe(({ list }, before) => {
  if (list === before.list) return;
  for (const tab of Object.keys(useDeviceEdits.getState().byTab)) void rereadDevice(tab).catch(() => undefined);
});
