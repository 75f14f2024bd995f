import { type ReactNode, useId, useState } from 'react';
import type { ScanView } from '../../../src-shared/contract/drivers.ts';
import { checkForm } from '../../forms/check-form.ts';
import { FormFields } from '../../forms/FormFields.tsx';
import { FormContext, type FormPlace } from '../../forms/form-context.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { settled, withValue } from '../../forms/form-value.ts';
import { readFields } from '../../forms/read-schema.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { ScanResults } from './ScanResults.tsx';
import { progressWords, type ScanRun, scanStarted, scanStopped, useScanRuns } from './scan-run.ts';
import './scan.css';

export interface ScanDialogProps {
  readonly place: string;
  readonly scan: ScanView;
  /** The protocol can be asked what may stand at an address. */
  readonly detects: boolean;
  readonly device: FormValue;
  readonly saved: string | null;
  readonly onTags: (tags: readonly FormValue[]) => void;
  readonly onClose: () => void;
}

/** One scan: what is looked for, how far it is, and what it came across. It goes on while the dialog is closed. */
export function ScanDialog(props: ScanDialogProps): ReactNode {
  const { place, scan, device, onClose } = props;
  const run = useScanRuns(({ byKey }) => byKey[place]);
  const [options, setOptions] = useState<FormValue>({});
  const [isTold, setTold] = useState(false);
  const id = useId();
  const fields = readFields(scan.options);
  const faults = checkForm(fields, options, 'scan');
  const isRunning = run?.state === 'running';
  const form: FormPlace = {
    id,
    form: options,
    faults: isTold ? faults : [],
    access: isRunning ? 'read' : 'edit',
    onChange: (path, value) => setOptions((now) => withValue(now, path, value)),
    onLeave: () => setTold(true),
  };
  const start = (): void => {
    setTold(true);
    if (faults.length === 0) scanStarted({ key: place, scan, device, options: settled(fields, options, {}) });
  };
  return (
    <Dialog title={scan.title} onClose={onClose}>
      <div className="scan">
        <p className="quiet">{scan.description}</p>
        <FormContext value={form}>
          <FormFields fields={fields} />
        </FormContext>
        <div className="scan-actions">
          {isRunning ? (
            <button key="stop" type="button" className="button" onClick={() => scanStopped(place)}>
              Stop
            </button>
          ) : (
            <button key="start" type="button" className="button primary" data-autofocus onClick={start}>
              {run ? 'Scan again' : 'Scan'}
            </button>
          )}
          {run ? <Progress run={run} title={scan.title} /> : null}
        </div>
        {run?.notes.map((text) => (
          <Message key={text} code="" text={text} tone="warning" />
        ))}
        {run?.reason ? <Message code={run.reason.code} text={run.reason.text} isAlert /> : null}
        {run && run.rows.length > 0 ? <ScanResults {...props} run={run} /> : null}
      </div>
    </Dialog>
  );
}

function Progress({ run, title }: { readonly run: ScanRun; readonly title: string }): ReactNode {
  const share = run.total === 0 ? undefined : run.done / run.total;
  return (
    <div className="scan-progress">
      {run.state === 'running' ? <progress aria-label={title} value={share} max={1} /> : null}
      <span role="status">{words(run)}</span>
    </div>
  );
}

function words(run: ScanRun): string {
  switch (run.state) {
    case 'running':
      return progressWords(run);
    case 'done':
      return run.found === 0
        ? `${run.total} asked, none answered.`
        : `${run.total} asked, ${run.found} found in ${(run.tookMs / 1_000).toFixed(1)} s.`;
    case 'stopped':
      return `Stopped at ${run.done} of ${run.total}, ${run.found} found.`;
    case 'refused':
      return 'The scan could not go on.';
  }
}
