import { focusField } from '../../forms/form-context.ts';
import { tabOpened } from '../../state/layout.ts';
import { pendingChanged } from '../../state/pending.ts';
import { problemsFound } from '../../state/problems.ts';
import { type DeviceEdit, editCount } from './device-edit.ts';
import { editDiscarded, editRedone, editUndone, useDeviceEdits } from './device-edits.ts';
import { fieldsOf, shownFaults } from './device-faults.ts';
import { editorForm } from './editor-sections.ts';
import { saveDevice } from './save-device.ts';

/** Tells the workbench what is pending in each tab, for as long as the page lives. */
useDeviceEdits.subscribe(({ byTab }, before) => {
  for (const tab of new Set([...Object.keys(byTab), ...Object.keys(before.byTab)])) {
    const state = byTab[tab];
    if (state !== before.byTab[tab]) publish(tab, state?.kind === 'editing' ? state.edit : undefined);
  }
});

/** The id of the form in a tab, by which its fields are found from elsewhere. */
export const formId = (tab: string): string => `form-${tab.replaceAll('/', '-')}`;

function publish(tab: string, edit: DeviceEdit | undefined): void {
  publishProblems(tab, edit);
  if (!edit) return pendingChanged(tab, undefined);
  const { sections, faults } = editorForm(edit);
  const fields = editCount(edit, fieldsOf(sections));
  const canUndo = edit.past.length > 0;
  const canRedo = edit.future.length > 0;
  if (fields === 0 && !canUndo && !canRedo) return pendingChanged(tab, undefined);
  pendingChanged(tab, {
    // A device that is not in the project yet is one thing, however many fields it has.
    edits: edit.device === null ? Math.min(1, fields) : fields,
    errors: faults.filter(({ severity }) => severity === 'error').length,
    canUndo,
    canRedo,
    apply: async () => void (await saveDevice(tab)),
    discard: () => editDiscarded(tab),
    undo: () => editUndone(tab),
    redo: () => editRedone(tab),
  });
}

/** What is to be seen in the form is in Problems too, with the way to its field. */
function publishProblems(tab: string, edit: DeviceEdit | undefined): void {
  const faults = edit ? shownFaults(edit, editorForm(edit).faults) : [];
  problemsFound(
    `edits ${tab}`,
    faults.map(({ path, code, text, severity }) => ({
      key: `${tab} ${path} ${code}`,
      severity,
      device: edit?.device ?? null,
      text,
      messageId: code,
      go: () => {
        tabOpened(tab, 'kept');
        // The form is there after the tab is painted.
        setTimeout(() => focusField(formId(tab), path), 50);
      },
    })),
  );
}
