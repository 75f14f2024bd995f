import { type ReactNode, useMemo, useState } from 'react';
import { checkForm, type FormFault } from '../../../forms/check-form.ts';
import { FormContext, type FormPlace, focusField } from '../../../forms/form-context.ts';
import type { FormValue } from '../../../forms/form-field.ts';
import { withValue } from '../../../forms/form-value.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { nameOf } from '../edit/tag-form.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { processingWritten } from '../edit/take-intent.ts';
import { UNIT_SUGGESTIONS } from '../unit-suggestions.ts';
import { checkDraft, draftCells, useDraftFaults } from './check-draft.ts';
import { DeadbandFields } from './DeadbandFields.tsx';
import { deadbandFields, deadbandKind, settledTag } from './processing-form.ts';
import { RulesOfTag, ruleFormOf } from './RulesOfTag.tsx';
import { ScaleFields } from './ScaleFields.tsx';
import { StateFields } from './StateFields.tsx';
import { lineFault, linesOf, type StateLine, withLines } from './state-lines.ts';
import '../../../forms/forms.css';
import './processing.css';

interface ProcessingDialogProps {
  readonly device: string;
  readonly row: TagRow;
  readonly onClose: () => void;
}

const FORM = 'processing';

/**
 * What happens between a reading and a point of one tag, checked by the gateway while it is edited. It becomes one edit
 * of the table, which waits there.
 */
export function ProcessingDialog({ device, row, onClose }: ProcessingDialogProps): ReactNode {
  const [written, setForm] = useState<FormValue>(row.form);
  const [lines, setLines] = useState<readonly StateLine[]>(() => linesOf(row.form));
  const [kind, setKind] = useState(() => deadbandKind(row.form));
  /** What was found when somebody was done. */
  const [asked, setAsked] = useState<readonly FormFault[] | null>(null);
  const draft = useMemo(() => withLines(settledTag(written, row.form), lines), [written, lines, row.form]);
  const live = useDraftFaults(device, row, draft);
  // A rule or a heartbeat that is still to be written is named when the whole is to be used.
  const faults = asked ?? live.filter(({ path, code }) => code !== 'MISSING_KEY' || !/^(quality|deadband)/.test(path));
  const change = (next: FormValue): void => {
    setAsked(null);
    setForm(next);
  };
  const place = useMemo<FormPlace>(
    () => ({
      id: FORM,
      form: written,
      faults,
      access: 'edit',
      onChange: (path, value) => {
        setAsked(null);
        setForm((now) => withValue(now, path, value));
      },
      onLeave: () => undefined,
      suggestions: { unit: UNIT_SUGGESTIONS, unit_from: UNIT_SUGGESTIONS },
    }),
    [written, faults],
  );
  const use = async (): Promise<void> => {
    const faulty = lines.findIndex((line, at) => lineFault(line, lines.toSpliced(at, 1)) !== undefined);
    if (faulty >= 0) return document.getElementById(`${FORM}-state-${faulty}-number`)?.focus();
    const found = [...checkForm(deadbandFields(kind), draft, 'This tag'), ...(await checkDraft(device, row, draft))];
    const first = found.find(({ severity }) => severity === 'error');
    if (first) {
      setAsked(found);
      return void showFault(first);
    }
    processingWritten(device, row, draftCells(row, draft));
    onClose();
  };
  const unit = typeof draft['unit'] === 'string' ? draft['unit'] : undefined;
  return (
    <FormDialog
      title={`Processing of ${nameOf(row.form) || 'a new tag'}`}
      action="Use"
      className="processing"
      onSubmit={use}
      onClose={onClose}
    >
      <FormContext value={place}>
        <ScaleFields row={row} draft={draft} />
        <StateFields id={FORM} lines={lines} faults={faults} onChange={setLines} />
        <DeadbandFields
          id={FORM}
          form={written}
          kind={kind}
          unit={unit}
          onChange={(next, chosen) => {
            setKind(chosen);
            change(next);
          }}
        />
      </FormContext>
      <RulesOfTag id={FORM} form={written} faults={faults} unit={unit} onChange={change} />
    </FormDialog>
  );
}

/** The focus goes to what is wrong, which may stand in a rule. */
function showFault({ path }: FormFault): void {
  const inRule = /^quality_rules\[(\d+)\]\.(.+)$/.exec(path);
  if (inRule) focusField(ruleFormOf(FORM, Number(inRule[1])), inRule[2]!);
  else focusField(FORM, path.startsWith('enum') ? 'enum' : path);
}
