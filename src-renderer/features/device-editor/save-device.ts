import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormFault } from '../../forms/check-form.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { patchOf, same, withPatch } from '../../forms/form-value.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabClosed, tabOpened, useLayout } from '../../state/layout.ts';
import { isLost } from '../../state/link.ts';
import type { DeviceEdit } from './device-edit.ts';
import { changeEdit, editOf, editorChanged, faultsAsked } from './device-edits.ts';
import { deviceFile } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { editorForm, sectionsOf } from './editor-sections.ts';
import { formFaults, refusedFaults } from './gateway-faults.ts';
import { readDevice } from './read-device.ts';

const LOST = 'The gateway is offline: nothing was saved. The edits stay here; save again when it is back.';

/**
 * Saves what is edited in a tab, which makes a revision of the project. What stands in the way is told in the form.
 * @param then what is shown after it.
 * @returns whether the project holds it now.
 */
export async function saveDevice(tab: string, then: 'editor' | 'tags' = 'editor'): Promise<boolean> {
  if (editOf(tab)?.isSaving === true) return false;
  // What the gateway said before, it may no longer say.
  changeEdit(tab, (now) => ({ ...now, told: { form: now.form, faults: [] } }));
  const edit = editOf(tab);
  if (!edit) return false;
  if (editorForm(edit).faults.some(({ severity }) => severity === 'error')) return refused(tab);
  if (isLost()) return refused(tab, [general('NX_NET_UNREACHABLE', LOST)]);
  changeEdit(tab, (now) => ({ ...now, isSaving: true }));
  const file = deviceFile(edit, sectionsOf(edit.form));
  try {
    const revision = await send(edit, file);
    showSaved(tab, edit, file, revision, then);
    return true;
  } catch (error) {
    return await takeRefusal(tab, textAt(file, 'id'), toNexusError(error));
  }
}

async function send(edit: DeviceEdit, file: FormValue): Promise<number> {
  const comment = `${edit.device === null ? 'Added' : 'Changed'} ${textAt(file, 'name')}`;
  if (edit.device === null) {
    const device = { ...file, ...(edit.tags.length > 0 && { tags: edit.tags }) };
    return (await rpc().config.addDevice({ device, comment })).revision;
  }
  const { device } = edit;
  const patch = patchOf(edit.saved, file);
  if (!patch) return edit.revision;
  const change = async (base: number): Promise<number> =>
    (await rpc().config.changeDevice({ device, patch, base, comment })).revision;
  try {
    return await change(edit.revision);
  } catch (error) {
    if (toNexusError(error).code !== 'NX_REVISION_CONFLICT') throw error;
    // The project went on; as long as this device did not, there is nothing to decide.
    const now = await readDevice(device);
    if (!same(now.form, edit.saved)) throw new ChangedMeanwhile(now.form, now.revision);
    if (now.revision === edit.revision) throw error;
    return await change(now.revision);
  }
}

/** Somebody else changed the same device. */
class ChangedMeanwhile extends Error {
  readonly form: FormValue;
  readonly revision: number;

  constructor(form: FormValue, revision: number) {
    super('The device was changed meanwhile.');
    this.form = form;
    this.revision = revision;
  }
}

async function takeRefusal(tab: string, id: string, error: NexusError): Promise<boolean> {
  const { cause } = error;
  if (cause instanceof ChangedMeanwhile) {
    changeEdit(tab, (edit) => ({ ...edit, isSaving: false, theirs: { form: cause.form, revision: cause.revision } }));
    return false;
  }
  const faults = refusedFaults(error);
  if (faults) return refused(tab, formFaults(faults, id));
  return refused(tab, [general(error.code, error.text)]);
}

const general = (code: string, text: string): FormFault => ({ path: '', code, text, severity: 'error' });

function refused(tab: string, told?: readonly FormFault[]): false {
  faultsAsked(tab, told);
  return false;
}

function showSaved(tab: string, edit: DeviceEdit, file: FormValue, revision: number, then: 'editor' | 'tags'): void {
  const id = textAt(file, 'id');
  const path = then === 'tags' ? `device/${id}/tags` : `device/${id}/edit`;
  if (edit.device === id) {
    changeEdit(tab, (now) => {
      // What was typed while it was on its way is pending still.
      const form = same(now.form, edit.form) ? file : now.form;
      return { ...now, form, saved: file, revision, isSaving: false, theirs: null, asked: 0, left: new Set() };
    });
    if (then === 'tags') tabOpened(path, 'kept');
    return;
  }
  const wasActive = useLayout.getState().active === tab;
  editorChanged(tab, undefined);
  tabClosed(tab);
  if (wasActive) tabOpened(path, 'kept');
}

/** Puts one's own changes onto what somebody else made of the device, and saves that. */
export async function saveMine(tab: string): Promise<boolean> {
  changeEdit(tab, (edit) => {
    if (!edit.theirs) return edit;
    const { form: theirs, revision } = edit.theirs;
    const patch = patchOf(edit.saved, deviceFile(edit, sectionsOf(edit.form)));
    const form = patch ? withPatch(theirs, patch) : theirs;
    return { ...edit, saved: theirs, revision, form, past: [...edit.past, edit.form], theirs: null };
  });
  return await saveDevice(tab);
}
