import { checkForm, type FormFault } from '../../forms/check-form.ts';
import type { FormField, FormValue } from '../../forms/form-field.ts';
import { settled } from '../../forms/form-value.ts';
import { type DeviceEdit, isShown, toldFaults } from './device-edit.ts';
import { type FormSection, textAt } from './device-form.ts';

interface NamedDevice {
  readonly id: string;
  readonly name: string;
}

/** Everything that is known to be wrong with an edit: by its schema, by the names of other devices, by the gateway. */
export function deviceFaults(
  edit: DeviceEdit,
  sections: readonly FormSection[],
  protocol: string,
  devices: readonly NamedDevice[],
): readonly FormFault[] {
  const fields = fieldsOf(sections);
  const own = [...checkForm(fields, edit.form, protocol), ...nameFaults(edit, devices)];
  const all = [...own, ...toldFaults(edit)].filter(
    // Of two at one field the schema's words stand: the gateway says the same in other ones.
    ({ path }, at, list) => path === '' || list.findIndex((other) => other.path === path) === at,
  );
  const placeOf = ({ path }: FormFault): number => fields.findIndex((field) => `${path}.`.startsWith(`${field.path}.`));
  return all.filter(({ path }) => !isDerived(edit, path)).sort((a, b) => placeOf(a) - placeOf(b));
}

/** What comes from the name of a new device is not held against its form as long as there is no name. */
const isDerived = ({ device, form }: DeviceEdit, path: string): boolean =>
  device === null &&
  textAt(form, 'name').trim() === '' &&
  textAt(form, 'id') === '' &&
  ['id', 'uns_prefix'].includes(path);

/** Those that are to be seen now: of fields that were left, or all once they were asked for. */
export const shownFaults = (edit: DeviceEdit, all: readonly FormFault[]): readonly FormFault[] =>
  all.filter(({ path }) => isShown(edit, path));

export const fieldsOf = (sections: readonly FormSection[]): readonly FormField[] =>
  sections.flatMap(({ fields }) => fields);

/** Names and ids are unique in a project. What stood there before is not held against this edit. */
function nameFaults({ device, form, saved }: DeviceEdit, devices: readonly NamedDevice[]): readonly FormFault[] {
  const others = devices.filter(({ id }) => id !== device);
  const name = textAt(form, 'name').trim();
  const id = textAt(form, 'id').trim();
  const sameName = others.find((other) => other.name === name);
  const sameId = others.find((other) => other.id.toLowerCase() === id.toLowerCase());
  const faults: FormFault[] = [];
  if (sameName && name !== '' && (device === null || name !== saved['name'])) {
    const text = `“${name}” is already the name of device ${sameName.id}. Device names are unique within a project.`;
    faults.push({ path: 'name', code: 'tag.dup', text, severity: 'error' });
  }
  if (sameId && id !== '') {
    const text = `“${id}” is already the id of ${sameId.name}. Device ids are unique within a project.`;
    faults.push({ path: 'id', code: 'tag.dup', text, severity: 'error' });
  }
  return faults;
}

/** The device as its file takes it, without tags; keys in the order that people read them. */
export function deviceFile({ form, saved }: DeviceEdit, sections: readonly FormSection[]): FormValue {
  const { id, name, description, protocol, enabled, uns_prefix, poll_interval, adaptive_polling, connection, ...rest } =
    settled(fieldsOf(sections), form, saved);
  const ordered = {
    id,
    name,
    description,
    protocol,
    enabled,
    uns_prefix,
    poll_interval,
    adaptive_polling,
    connection,
    ...rest,
  };
  return Object.fromEntries(Object.entries(ordered).filter(([, value]) => value !== undefined));
}
