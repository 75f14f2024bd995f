import { type ReactNode, useId, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import {
  CHECK_TEMPLATES,
  type CheckLoop,
  type CheckTemplate,
  loopKey,
} from '../../../src-shared/domain/check-sheet.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { sheetChanged } from '../../state/checks.ts';
import { useTags } from '../../state/tags.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formOf, type LoopForm, writtenLoop } from './loop-form.ts';
import { TEMPLATE_MARKS } from './loop-words.ts';
import './generate.css';

interface EditLoopDialogProps {
  readonly sheet: string;
  readonly loop: CheckLoop;
  readonly shown: CheckLoopView;
  readonly onClose: () => void;
}

type TextField = Exclude<keyof LoopForm, 'template' | 'wireBreak'>;

/** How one loop of a sheet is proved: template, points, range, signal, alarms, feedback, time, and who does it. */
export function EditLoopDialog({ sheet, loop, shown, onClose }: EditLoopDialogProps): ReactNode {
  const id = useId();
  const [form, setForm] = useState(() => formOf(loop));
  const tags = useTags((state) => state.byDevice[loop.device]?.tags);
  const { template } = form;
  const isAnalogue = template === 'ai' || template === 'ao';
  const isOutput = template === 'ao' || template === 'do' || template === 'valve';
  const save = async (): Promise<void> => {
    const written = writtenLoop(loop, form);
    if ('fault' in written) throw new NexusError('NX_REQUEST_INVALID', written.fault);
    await sheetChanged(sheet, (before) => ({
      ...before,
      loops: before.loops.map((one) => (loopKey(one) === loopKey(loop) ? written.loop : one)),
    }));
    onClose();
  };
  const text = (field: TextField, label: string, hint = ''): ReactNode => (
    <>
      <label htmlFor={`${id}-${field}`}>{label}</label>
      <input
        id={`${id}-${field}`}
        className="field"
        placeholder={hint}
        maxLength={256}
        list={field === 'feedback' ? `${id}-tags` : undefined}
        value={form[field]}
        onChange={(event) => setForm({ ...form, [field]: event.target.value })}
      />
    </>
  );
  const { range, unit } = shown;
  return (
    <FormDialog
      title={`Edit loop ${shown.name}`}
      action="Save"
      className="check-generate"
      onSubmit={save}
      onClose={onClose}
    >
      <label htmlFor={`${id}-template`}>Template</label>
      <select
        id={`${id}-template`}
        className="select"
        data-autofocus
        value={template}
        onChange={(event) => setForm({ ...form, template: event.target.value as CheckTemplate })}
      >
        {CHECK_TEMPLATES.map((one) => (
          <option key={one} value={one}>
            {TEMPLATE_MARKS[one]}
          </option>
        ))}
      </select>
      {isAnalogue ? (
        <>
          {text('low', 'Range from', range ? `${range.low} ${unit}, as now` : '')}
          {text('high', 'Range to', range ? `${range.high} ${unit}, as now` : '')}
          {text('points', 'Points, %', 'As the sheet')}
          {text('tolerance', 'Tolerance, % of span', `${shown.tolerance}, as now`)}
        </>
      ) : null}
      {template === 'ai' ? text('signal', 'Signal', '4–20 mA') : null}
      {isAnalogue ? text('alarms', 'Alarms to be seen', 'None; for example H 9, HH 9.5, L 1') : null}
      {isOutput ? text('feedback', 'Feedback tag', 'Read back from the tag itself') : null}
      {isOutput
        ? text(
            'within',
            template === 'valve' ? 'Stroke time, s' : 'Time allowed, s',
            template === 'valve' ? '60' : '10',
          )
        : null}
      {text('assigned', 'Assigned to', 'Nobody')}
      {template === 'ai' ? (
        <>
          <span />
          <label className="check-generate-box">
            <input
              type="checkbox"
              checked={form.wireBreak}
              onChange={(event) => setForm({ ...form, wireBreak: event.target.checked })}
            />
            A wire break is to be seen
          </label>
        </>
      ) : null}
      <datalist id={`${id}-tags`}>
        {(tags ?? []).map((tag) => (
          <option key={tag.uid} value={`${tag.device}/${tag.id}`}>
            {tag.name}
          </option>
        ))}
      </datalist>
    </FormDialog>
  );
}
