import { type ReactNode, useEffect, useRef } from 'react';
import { Message } from '../ui/Message.tsx';
import type { FormFault } from './check-form.ts';
import { focusField } from './form-context.ts';
import './forms.css';

interface FaultSummaryProps {
  /** The id of the form whose fields the lines lead to. */
  readonly form: string;
  readonly faults: readonly FormFault[];
  /** Counts how often the form was sent with faults: each time the focus comes here. */
  readonly asked: number;
}

/** What keeps a form from being applied: one line a fault, in the words that stand at the field. */
export function FaultSummary({ form, faults, asked }: FaultSummaryProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) box.current?.focus();
  }, [asked]);
  if (faults.length === 0) return null;
  return (
    <div ref={box} className="form-summary" role="group" aria-labelledby={`${form}-summary`} tabIndex={-1}>
      <h2 id={`${form}-summary`}>
        {faults.length === 1
          ? 'One thing keeps this from being saved'
          : `${faults.length} things keep this from being saved`}
      </h2>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.text}`}>
            <FaultLine form={form} fault={fault} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function FaultLine({ form, fault }: { readonly form: string; readonly fault: FormFault }): ReactNode {
  if (fault.path === '') return <Message code={fault.code} text={fault.text} />;
  return (
    <button type="button" className="link-button" onClick={() => focusField(form, fault.path)}>
      {fault.text}
    </button>
  );
}
