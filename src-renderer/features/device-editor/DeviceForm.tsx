import { type ReactNode, useEffect, useMemo } from 'react';
import type { DriverView } from '../../../src-shared/contract/drivers.ts';
import { FaultSummary } from '../../forms/FaultSummary.tsx';
import { FormContext, type FormPlace, focusField } from '../../forms/form-context.ts';
import type { Command } from '../../state/commands.ts';
import { useDevices } from '../../state/devices.ts';
import { isLost } from '../../state/link.ts';
import { may, useMay } from '../../state/roles.ts';
import { usePageCommands } from '../../ui/page-context.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { TopicText } from '../../ui/TopicText.tsx';
import { ConflictStrip } from './ConflictStrip.tsx';
import { checkSoon } from './check-with-gateway.ts';
import { DeviceFormActions } from './DeviceFormActions.tsx';
import { type DeviceEdit, toldFaults } from './device-edit.ts';
import { editLeft, fieldChanged } from './device-edits.ts';
import { shownFaults } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { editorForm } from './editor-sections.ts';
import { OfferedConnections } from './OfferedConnections.tsx';
import { OfferNote } from './OfferNote.tsx';
import { OrderNote } from './OrderNote.tsx';
import { formId } from './publish-edits.ts';
import { SectionFields } from './SectionFields.tsx';
import { saveDevice } from './save-device.ts';
import { addressPasted } from './smart-paste.ts';
import { useSuggestions, wantSuggestions } from './suggestions.ts';
import { TestColumn } from './TestColumn.tsx';
import { testStarted } from './test-runs.ts';

interface DeviceFormProps {
  readonly tab: string;
  readonly edit: DeviceEdit;
}

/** The form of one device, with the test beside it. */
export function DeviceForm({ tab, edit }: DeviceFormProps): ReactNode {
  const id = formId(tab);
  // The names of other devices are among the rules.
  useDevices((state) => state.list);
  const mayEdit = useMay('configure');
  const { driver, sections, faults } = editorForm(edit);
  const shown = shownFaults(edit, faults);
  const errors = edit.asked > 0 ? shown.filter(({ severity }) => severity === 'error') : [];
  const suggestions = useSuggestionsFor(driver);
  usePageCommands(useCommandsOf(tab));
  useFirstFocus(id, edit.device === null);
  const place: FormPlace = {
    id,
    form: edit.form,
    faults: shown,
    access: mayEdit && !edit.isSaving ? 'edit' : 'read',
    onChange: (path, value) => {
      fieldChanged(tab, path, value, shown);
      if (toldFaults(edit).some((fault) => fault.path === path)) checkSoon(tab);
    },
    onLeave: (path) => {
      editLeft(tab, path);
      checkSoon(tab);
      void addressPasted(tab, path, String(textAt(edit.form, path)));
    },
    onPasted: (path, text) => void addressPasted(tab, path, text),
    suggestions,
    notes: {
      uns_prefix: <TopicPreview prefix={textAt(edit.form, 'uns_prefix')} />,
      ...(edit.device !== null && { 'connection.byte_order': <OrderNote device={edit.device} /> }),
      ...(edit.offer && { [edit.offer.path]: <OfferNote tab={tab} offer={edit.offer} /> }),
    },
  };
  const protocol = driver?.title ?? textAt(edit.form, 'protocol');
  return (
    <div className="device-editor">
      <ReadOnlyStrip needs="configure" to="change devices" />
      {edit.theirs ? <ConflictStrip tab={tab} edit={edit} theirs={edit.theirs} /> : null}
      <div className="device-editor-columns">
        <form className="device-form" noValidate aria-label="Device" onSubmit={(event) => event.preventDefault()}>
          <h1>
            {edit.device === null ? `New device: ${protocol}` : textAt(edit.saved, 'name') || edit.device}
            {edit.device === null ? null : <span className="quiet"> {protocol}</span>}
          </h1>
          <FaultSummary form={id} faults={errors} asked={edit.asked} />
          <FormContext value={place}>
            {sections.map((section) => (
              <SectionFields key={section.title} section={section} faults={shown}>
                {section.path === 'connection' && driver?.offersConnections ? <OfferedConnections tab={tab} /> : null}
              </SectionFields>
            ))}
          </FormContext>
        </form>
        <TestColumn tab={tab} />
      </div>
      <DeviceFormActions tab={tab} edit={edit} />
    </div>
  );
}

/** Values that the gateway has for fields of the connection, by their paths in the form. */
function useSuggestionsFor(driver: DriverView | undefined): NonNullable<FormPlace['suggestions']> {
  const protocol = driver?.suggestsValues ? driver.id : '';
  const found = useSuggestions(({ byProtocol }) => byProtocol[protocol]);
  useEffect(() => {
    if (protocol !== '') void wantSuggestions(protocol);
  }, [protocol]);
  return useMemo(
    () => Object.fromEntries(Object.entries(found ?? {}).map(([key, values]) => [`connection.${key}`, values])),
    [found],
  );
}

function TopicPreview({ prefix }: { readonly prefix: string }): ReactNode {
  return (
    <p className="form-help topic-preview">
      <span className="quiet">Topics of its tags: </span>
      <span className="mono">
        <TopicText topic={`${prefix.replace(/\/$/, '')}/<tag>`} />
      </span>
    </p>
  );
}

/** Where nothing has the focus, it begins at the name; in a new device always. */
function useFirstFocus(form: string, isNew: boolean): void {
  useEffect(() => {
    const { activeElement } = document;
    if (isNew || activeElement === null || activeElement === document.body) focusField(form, 'name');
  }, [form, isNew]);
}

const whyNoTest = (): string | undefined => {
  if (isLost()) return 'Test is not possible while the gateway is offline. You can still edit.';
  return may('configure') ? undefined : 'Ask an Engineer to test devices.';
};

const whyNoSave = (): string | undefined => (may('configure') ? undefined : 'Ask an Engineer to change devices.');

function useCommandsOf(tab: string): readonly Command[] {
  return useMemo(
    () => [
      {
        id: 'device.test',
        title: 'Device: Test connection',
        keys: ['F9', 'Ctrl+Enter'],
        whyNot: whyNoTest,
        run: () => testStarted(tab),
      },
      // Unlike the workbench's own, it also shows what is wrong with a form that cannot be saved yet.
      {
        id: 'device.save',
        title: 'Device: Save',
        keys: ['Ctrl+S'],
        whyNot: whyNoSave,
        run: () => void saveDevice(tab),
      },
      {
        id: 'device.saveAndAddTags',
        title: 'Device: Save and add tags',
        whyNot: whyNoSave,
        run: () => void saveDevice(tab, 'tags'),
      },
    ],
    [tab],
  );
}
