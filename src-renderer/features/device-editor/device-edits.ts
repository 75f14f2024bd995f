import { create } from 'zustand';
import type { FormFault } from '../../forms/check-form.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { tabKept } from '../../state/layout.ts';
import {
  type DeviceEdit,
  edited,
  fieldLeft,
  freshEdit,
  type ProtocolOffer,
  redone,
  stepTo,
  undone,
} from './device-edit.ts';

/** An editor in its tab: what is edited, or why it is not there yet. */
export type EditorState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'editing'; readonly edit: DeviceEdit };

/** Devices that are being edited, by the path of their tab: a tab behind another keeps its edits. */
export const useDeviceEdits = create<{ readonly byTab: Readonly<Record<string, EditorState>> }>()(() => ({
  byTab: {},
}));

export function editOf(tab: string): DeviceEdit | undefined {
  const state = useDeviceEdits.getState().byTab[tab];
  return state?.kind === 'editing' ? state.edit : undefined;
}

export function editorChanged(tab: string, state: EditorState | undefined): void {
  useDeviceEdits.setState(({ byTab }) => {
    const { [tab]: _before, ...others } = byTab;
    return { byTab: state ? { ...others, [tab]: state } : others };
  });
}

/** Changes what is edited in a tab; nothing where nothing is. */
export function changeEdit(tab: string, change: (edit: DeviceEdit) => DeviceEdit): void {
  const before = editOf(tab);
  if (!before) return;
  const edit = change(before);
  if (edit === before) return;
  editorChanged(tab, { kind: 'editing', edit });
  // What is edited is no preview.
  if (edit.past.length > before.past.length) tabKept(tab);
}

/** A field that is right is not held against its rule again until it is left: nobody is wrong half way through a word. */
export function fieldChanged(tab: string, path: string, value: unknown, wrong: readonly FormFault[]): void {
  changeEdit(tab, (edit) => {
    const next = edited(edit, path, value);
    if (next === edit || !edit.left.has(path) || wrong.some((fault) => fault.path === path)) return next;
    const left = new Set(edit.left);
    left.delete(path);
    return { ...next, left };
  });
}

export const editLeft = (tab: string, path: string): void => changeEdit(tab, (edit) => fieldLeft(edit, path));
export const editUndone = (tab: string): void => changeEdit(tab, undone);
export const editRedone = (tab: string): void => changeEdit(tab, redone);

/** Back to what the project holds; a device that is not in it yet is given up. */
export function editDiscarded(tab: string): void {
  const edit = editOf(tab);
  if (!edit) return;
  if (edit.device === null) editorChanged(tab, undefined);
  else editorChanged(tab, { kind: 'editing', edit: freshEdit(edit.device, edit.saved, edit.revision, edit.tags) });
}

/** Everything that is wrong is to be seen, and the focus goes there. */
export const faultsAsked = (tab: string, told?: readonly FormFault[]): void =>
  changeEdit(tab, (edit) => ({
    ...edit,
    left: new Set(edit.left).add('*'),
    asked: edit.asked + 1,
    isSaving: false,
    told: told ? { form: edit.form, faults: told } : edit.told,
  }));

export const offerMade = (tab: string, offer: ProtocolOffer): void => changeEdit(tab, (edit) => ({ ...edit, offer }));

/** Makes it a device of the protocol that was offered; what its connection was is one step back. */
export function offerTaken(tab: string): void {
  changeEdit(tab, (edit) => {
    const { offer } = edit;
    if (offer?.id === undefined) return edit;
    return { ...stepTo(edit, { ...edit.form, protocol: offer.id, connection: offer.connection }), offer: null };
  });
}

/** Fills in several keys of the connection at once. */
export const connectionFilled = (tab: string, values: FormValue): void =>
  changeEdit(tab, (edit) => {
    const connection = { ...(edit.form['connection'] as FormValue | undefined), ...values };
    return { ...stepTo(edit, { ...edit.form, connection }), offer: null };
  });

/** Gives up one's own edits for what somebody else made of the device. */
export const theirsTaken = (tab: string): void =>
  changeEdit(tab, (edit) =>
    edit.theirs ? freshEdit(edit.device, edit.theirs.form, edit.theirs.revision, edit.tags) : edit,
  );
