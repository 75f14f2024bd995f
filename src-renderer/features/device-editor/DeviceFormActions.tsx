import type { ReactNode } from 'react';
import { tabClosed, tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { type DeviceEdit, editCount } from './device-edit.ts';
import { editDiscarded } from './device-edits.ts';
import { fieldsOf } from './device-faults.ts';
import { sectionsOf } from './editor-sections.ts';
import { saveDevice } from './save-device.ts';

/** What can be done with the form as a whole, always in sight. */
export function DeviceFormActions({ tab, edit }: { readonly tab: string; readonly edit: DeviceEdit }): ReactNode {
  const maySave = useMay('configure');
  const { device } = edit;
  const count = editCount(edit, fieldsOf(sectionsOf(edit.form)));
  const cancel = (): void => {
    editDiscarded(tab);
    tabClosed(tab, 'surely');
  };
  const isClean = device !== null && count === 0;
  return (
    <footer className="device-actions">
      {device === null ? (
        <button type="button" className="button" onClick={cancel}>
          Cancel
        </button>
      ) : (
        <button type="button" className="button" disabled={isClean} onClick={() => editDiscarded(tab)}>
          Discard changes
        </button>
      )}
      <span className="quiet" role="status">
        {edit.isSaving ? 'Saving…' : stateWords(device, count)}
      </span>
      <span className="spacer" />
      <button
        type="button"
        className="button"
        title="Ctrl+S"
        disabled={!maySave || isClean || edit.isSaving}
        onClick={() => void saveDevice(tab)}
      >
        Save
      </button>
      {isClean ? (
        <button type="button" className="button" onClick={() => tabOpened(`device/${device}/tags`, 'kept')}>
          Open tags
        </button>
      ) : (
        <button
          type="button"
          className="button primary"
          disabled={!maySave || edit.isSaving}
          onClick={() => void saveDevice(tab, 'tags')}
        >
          {edit.tags.length === 0 ? 'Save and add tags' : 'Save and open tags'}
        </button>
      )}
    </footer>
  );
}

function stateWords(device: string | null, count: number): string {
  if (device === null) return 'Not in the project yet.';
  if (count === 0) return 'As in the project.';
  return count === 1 ? '1 field changed.' : `${count} fields changed.`;
}
