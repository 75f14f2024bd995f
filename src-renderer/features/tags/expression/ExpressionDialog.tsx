import { type ReactNode, useId, useState } from 'react';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Message } from '../../../ui/Message.tsx';
import { nameOf } from '../edit/tag-form.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { expressionWritten } from '../edit/take-intent.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { ExpressionFaults, PreviewValues } from './PreviewView.tsx';
import { usePreview } from './use-preview.ts';
import { useTagNames } from './use-tag-names.ts';
import './expression.css';

interface ExpressionDialogProps {
  readonly device: string;
  readonly row: TagRow;
  readonly onClose: () => void;
}

const FUNCTIONS =
  'min max avg sum abs sqrt log ln exp floor ceil round pow clamp · good quality or_else · now age prev delta rate hold on_delay off_delay edges total runtime';

/** The expression of a calculated tag, tried on the values of now while it is written. It becomes an edit, which waits in the table. */
export function ExpressionDialog({ device, row, onClose }: ExpressionDialogProps): ReactNode {
  const text = (key: string): string | null => (typeof row.form[key] === 'string' ? row.form[key] : null);
  const [expression, setExpression] = useState(text('address') ?? '');
  const { preview, refusal } = usePreview(device, expression, text('data_type'), text('unit'));
  const names = useTagNames(device);
  const said = useId();
  const faults = preview?.faults ?? [];
  return (
    <Dialog title={`Expression of ${nameOf(row.form) || 'a new tag'}`} onClose={onClose}>
      <div className="expression">
        <ExpressionField
          value={expression}
          names={names}
          isFaulty={faults.length > 0}
          describedBy={said}
          onChange={setExpression}
        />
        <div id={said} aria-live="polite">
          {refusal ? <Message code={refusal.code} text={refusal.text} /> : null}
          <ExpressionFaults expression={expression} faults={faults} tone="error" />
          <ExpressionFaults expression={expression} faults={preview?.warnings ?? []} tone="warning" />
        </div>
        {preview && faults.length === 0 ? <PreviewValues preview={preview} unit={text('unit') ?? ''} /> : null}
        <p className="quiet">
          Write {'{'} to choose a tag. Functions: {FUNCTIONS}.
        </p>
        <div className="expression-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="button primary"
            disabled={expression.trim() === ''}
            onClick={() => {
              expressionWritten(device, row, expression);
              onClose();
            }}
          >
            Use
          </button>
        </div>
      </div>
    </Dialog>
  );
}
