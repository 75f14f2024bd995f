import { type ReactNode, useEffect, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { rpc } from '../../rpc/connect.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { Detective } from '../scan/Detective.tsx';
import { nameOf } from './edit/tag-form.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { tagRecognised } from './edit/take-intent.ts';

interface DetectDialogProps {
  readonly device: string;
  readonly row: TagRow;
  readonly onClose: () => void;
}

/** As many as the widest number takes. */
const COUNTS = [4, 2, 1] as const;

/** What may stand at the address of a tag. What is chosen becomes an edit of the tag, which waits in the table. */
export function DetectDialog({ device, row, onClose }: DetectDialogProps): ReactNode {
  const [form, setForm] = useState<FormValue | null>(null);
  const [refusal, setRefusal] = useState<{ readonly code: string; readonly text: string } | null>(null);
  const [count, setCount] = useState<number>(COUNTS[0]);
  useEffect(() => {
    rpc()
      .config.device({ device })
      .then(
        (answer) => setForm(answer.device),
        (error: unknown) => setRefusal(toNexusError(error)),
      );
  }, [device]);
  const address = String(row.form['address']);
  return (
    <Dialog title={`What is ${nameOf(row.form) || address}?`} onClose={onClose}>
      <div className="scan">
        <p className="quiet">
          Reads the registers from {address} on eight times within two seconds, and ranks what may stand there. Nothing
          is changed before you apply it.
        </p>
        <label className="scan-actions">
          Registers
          <select className="field" value={count} onChange={({ target }) => setCount(Number(target.value))}>
            {COUNTS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {refusal ? <Message code={refusal.code} text={refusal.text} isAlert /> : null}
        {form ? (
          <Detective
            key={count}
            device={form}
            address={address}
            count={count}
            onUse={(tag) => {
              tagRecognised(device, row, tag);
              onClose();
            }}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
