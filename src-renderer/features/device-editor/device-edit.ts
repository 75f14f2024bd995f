import type { FormFault } from '../../forms/check-form.ts';
import type { FormField, FormValue } from '../../forms/form-field.ts';
import { leavesIn, same, valueAt, withValue } from '../../forms/form-value.ts';
import { withDerived } from './device-form.ts';

/** An address in a field that is of another protocol than the form. */
export interface ProtocolOffer {
  readonly path: string;
  readonly text: string;
  /** Undefined where the gateway does not have that protocol. */
  readonly id: string | undefined;
  readonly title: string;
  readonly connection: FormValue;
}

/** A device that is being made or changed, as it stands in its tab. */
export interface DeviceEdit {
  /** Id of the device in the project; null: it is not in it yet. */
  readonly device: string | null;
  /** What the project holds, or what a new one began with; without identity and tags. */
  readonly saved: FormValue;
  /** Of the project when `saved` was read. */
  readonly revision: number;
  readonly form: FormValue;
  /** Of the device, or of the one that this is a copy of. They are looked at, not changed here. */
  readonly tags: readonly unknown[];
  readonly past: readonly FormValue[];
  readonly future: readonly FormValue[];
  /** The field that the last change was made in; further ones there are the same step. */
  readonly typing: string | null;
  /** Fields that the focus left: their faults are to be seen. `*`: all of them. */
  readonly left: ReadonlySet<string>;
  /** What the gateway said of a form, which may have changed since. */
  readonly told: { readonly form: FormValue; readonly faults: readonly FormFault[] };
  /** How often it was sent with faults. */
  readonly asked: number;
  readonly isSaving: boolean;
  /** The device as somebody else left it meanwhile; null while nobody did. */
  readonly theirs: { readonly form: FormValue; readonly revision: number } | null;
  readonly offer: ProtocolOffer | null;
}

const MOST_STEPS = 200;

/** A device as it was read, before anything is changed. */
export function freshEdit(
  device: string | null,
  saved: FormValue,
  revision: number,
  tags: readonly unknown[] = [],
): DeviceEdit {
  return {
    device,
    saved,
    revision,
    form: saved,
    tags,
    past: [],
    future: [],
    typing: null,
    left: new Set(),
    told: { form: saved, faults: [] },
    asked: 0,
    isSaving: false,
    theirs: null,
    offer: null,
  };
}

/** A change in a field. Keys typed one after another in it are one step back. */
export function edited(edit: DeviceEdit, path: string, value: unknown): DeviceEdit {
  if (same(valueAt(edit.form, path), value)) return edit;
  const form = edit.device === null ? withDerived(edit.form, path, value) : withValue(edit.form, path, value);
  const next = edit.typing === path ? { ...edit, form, future: [] } : stepTo(edit, form);
  return { ...next, typing: path, offer: edit.offer?.path === path ? null : edit.offer };
}

/** A change of several fields at once: one step. */
export function stepTo(edit: DeviceEdit, form: FormValue): DeviceEdit {
  if (same(edit.form, form)) return edit;
  return { ...edit, form, past: [...edit.past, edit.form].slice(-MOST_STEPS), future: [], typing: null };
}

/** The focus left a field. */
export const fieldLeft = (edit: DeviceEdit, path: string): DeviceEdit => ({
  ...edit,
  typing: null,
  left: new Set(edit.left).add(path),
});

export function undone(edit: DeviceEdit): DeviceEdit {
  const form = edit.past.at(-1);
  if (!form) return edit;
  return { ...edit, form, past: edit.past.slice(0, -1), future: [edit.form, ...edit.future], typing: null };
}

export function redone(edit: DeviceEdit): DeviceEdit {
  const [form, ...future] = edit.future;
  if (!form) return edit;
  return { ...edit, form, past: [...edit.past, edit.form], future, typing: null };
}

/** How many fields differ from what the project holds. */
export function editCount({ saved, form }: DeviceEdit, fields: readonly FormField[]): number {
  const paths = new Set([...leavesIn(fields, form), ...leavesIn(fields, saved)].map(({ path }) => path));
  const changed = [...paths].filter((path) => !same(valueAt(form, path), valueAt(saved, path))).length;
  return changed === 0 && !same(form, saved) ? 1 : changed;
}

/** What the gateway said of values that are still the same. */
export const toldFaults = ({ told, form }: DeviceEdit): readonly FormFault[] =>
  told.faults.filter(({ path }) =>
    path === '' ? same(told.form, form) : same(valueAt(told.form, path), valueAt(form, path)),
  );

/** Whether the faults of a field are to be seen: it was left, or all were asked for. */
export const isShown = ({ left }: DeviceEdit, path: string): boolean =>
  left.has('*') || left.has(path) || left.has(path.replace(/\[.*$/, ''));
