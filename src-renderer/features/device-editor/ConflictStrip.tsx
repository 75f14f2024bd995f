import type { ReactNode } from 'react';
import { leavesIn, same, valueAt } from '../../forms/form-value.ts';
import { Strip } from '../../ui/Strip.tsx';
import type { DeviceEdit } from './device-edit.ts';
import { theirsTaken } from './device-edits.ts';
import { fieldsOf } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { sectionsOf } from './editor-sections.ts';
import { saveMine } from './save-device.ts';

interface ConflictStripProps {
  readonly tab: string;
  readonly edit: DeviceEdit;
  readonly theirs: NonNullable<DeviceEdit['theirs']>;
}

/** Somebody else changed the device while it is edited here: what they changed, and whose word holds. */
export function ConflictStrip({ tab, edit: { saved }, theirs: { form } }: ConflictStripProps): ReactNode {
  const titles = leavesIn(fieldsOf(sectionsOf(form)), form)
    .filter(({ path }) => !same(valueAt(saved, path), valueAt(form, path)))
    .map(({ title }) => title);
  const what = titles.length > 0 ? `: ${titles.join(', ')}` : '';
  return (
    <Strip tone="warning" announce="alert">
      <span className="conflict-words">
        {textAt(saved, 'name') || textAt(saved, 'id')} was changed elsewhere meanwhile{what}. Your edits are not saved.
      </span>
      <button type="button" className="button" onClick={() => theirsTaken(tab)}>
        Reload theirs
      </button>
      <button type="button" className="button" onClick={() => void saveMine(tab)}>
        Keep mine and save
      </button>
    </Strip>
  );
}
