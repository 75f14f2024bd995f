import type { DriverView } from '../../../src-shared/contract/drivers.ts';
import type { FormFault } from '../../forms/check-form.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { useDevices } from '../../state/devices.ts';
import { useDrivers } from '../../state/drivers.ts';
import type { DeviceEdit } from './device-edit.ts';
import { deviceFaults } from './device-faults.ts';
import { deviceSections, type FormSection, textAt } from './device-form.ts';

/** The form of an edit by the protocols that the gateway has; `driver` is undefined where it lacks this one. */
export interface EditorForm {
  readonly driver: DriverView | undefined;
  readonly sections: readonly FormSection[];
  readonly faults: readonly FormFault[];
}

let last: { readonly of: readonly unknown[]; readonly sections: readonly FormSection[] } | undefined;

/** The sections of a device's form; the same array while protocol and schemas are the same. */
export function sectionsOf(form: FormValue): readonly FormSection[] {
  const { device, drivers } = useDrivers.getState();
  const driver = drivers.find(({ id }) => id === form['protocol']);
  const of = [device, driver];
  if (!last?.of.every((one, at) => one === of[at]))
    last = { of, sections: deviceSections(device, driver?.connection ?? {}) };
  return last!.sections;
}

/** What an edit looks like as a form now, with all its faults. */
export function editorForm(edit: DeviceEdit): EditorForm {
  const driver = useDrivers.getState().drivers.find(({ id }) => id === edit.form['protocol']);
  const sections = sectionsOf(edit.form);
  const title = driver?.title ?? textAt(edit.form, 'protocol');
  return { driver, sections, faults: deviceFaults(edit, sections, title, useDevices.getState().list) };
}
