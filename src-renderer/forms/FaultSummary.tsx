import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
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

/**
 * What keeps a form from being applied: one line a fault, in the words that stand at the field. A single fault at a field
 * needs no list: the focus goes there.
 */
export function FaultSummary({ form, faults, asked }: FaultSummaryProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [only] = faults;
  const isShown = faults.length > 1 || only?.path === '';
  const takeFocus = useEffectEvent(() => {
    if (box.current) box.current.focus();
    else if (only) focusField(form, only.path);
  });
  useEffect(() => {
    if (asked > 0) takeFocus();
  }, [asked]);
  if (!isShown) return null;
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
