import { type ReactNode, useEffect, useId, useState } from 'react';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { IntegerInput } from '../../../ui/IntegerInput.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { useAddressStep } from '../EditMenu.tsx';
import { cellText } from '../edit/tag-fields.ts';
import { nameOf, type TagForm } from '../edit/tag-form.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { cellsWritten } from '../edit/take-intent.ts';
import { LooseValueCell } from '../LooseValueCell.tsx';
import './shift.css';

interface ShiftDialogProps {
  readonly device: string;
  readonly rows: readonly TagRow[];
  readonly onClose: () => void;
}

/** As many are read before and after. */
const SHOWN = 10;
const MOST = 65_536;

/** Moves the addresses of tags by a number, with what is read there before and after: off by one is seen at once (ux 3.3). */
export function ShiftDialog({ device, rows, onClose }: ShiftDialogProps): ReactNode {
  const id = useId();
  const step = useAddressStep(device) ?? 'step';
  const [by, setBy] = useState(-1);
  const shifted = useShifted(device, rows, by);
  const movable = rows.filter((_, at) => typeof shifted?.addresses[at] === 'string');
  const stuck = rows.length - movable.length;
  const use = (): void => {
    cellsWritten(
      device,
      rows.flatMap(({ key }, at) => {
        const value = shifted?.addresses[at];
        return typeof value === 'string' ? [{ key, path: 'address', value }] : [];
      }),
    );
    onClose();
  };
  return (
    <FormDialog
      title={`Shift the addresses of ${formatInteger(rows.length)} ${rows.length === 1 ? 'tag' : 'tags'}`}
      action="Use"
      className="shift"
      whyNot={by === 0 || movable.length === 0 ? 'No address would move.' : undefined}
      fault={shifted?.fault}
      onSubmit={use}
      onClose={onClose}
    >
      <div className="shift-by">
        <label htmlFor={id}>By</label>
        <IntegerInput id={id} isFirst least={-MOST} most={MOST} value={by} onChange={setBy} />
        <span>
          {step}
          {Math.abs(by) === 1 ? '' : 's'}
        </span>
        <button type="button" className="button" onClick={() => setBy(Math.max(-MOST, by - 1))}>
          − 1
        </button>
        <button type="button" className="button" onClick={() => setBy(Math.min(MOST, by + 1))}>
          + 1
        </button>
      </div>
      <table className="shift-table" aria-label="Values before and after">
        <thead>
          <tr>
            <th scope="col">Tag</th>
            <th scope="col">Now</th>
            <th scope="col">Reads</th>
            <th scope="col">After</th>
            <th scope="col">Reads</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ key, form }, at) => (
            <ShiftRow key={key} device={device} form={form} moved={by === 0 ? undefined : shifted?.addresses[at]} />
          ))}
        </tbody>
      </table>
      <p className="quiet shift-note" role="status">
        {rows.length > SHOWN ? `${formatInteger(rows.length - SHOWN)} more move alike. ` : ''}
        {shifted && stuck > 0 && by !== 0
          ? `${formatInteger(stuck)} ${stuck === 1 ? 'has' : 'have'} no address there and ${stuck === 1 ? 'stays' : 'stay'}. `
          : ''}
        Values are read now and are neither stored nor published.
      </p>
    </FormDialog>
  );
}

interface ShiftRowProps {
  readonly device: string;
  readonly form: TagForm;
  /** Null: there is no such address. */
  readonly moved: string | null | undefined;
}

function ShiftRow({ device, form, moved }: ShiftRowProps): ReactNode {
  return (
    <tr>
      <th scope="row">{nameOf(form) || 'New tag'}</th>
      <td className="mono">{cellText(form, { path: 'address' })}</td>
      <td className="shift-value">
        <LooseValueCell device={device} form={form} />
      </td>
      <td className="mono">{moved ?? (moved === null ? 'none' : '…')}</td>
      <td className="shift-value">
        {moved ? <LooseValueCell device={device} form={{ ...form, address: moved }} /> : null}
      </td>
    </tr>
  );
}

interface Shifted {
  readonly addresses: readonly (string | null)[];
  readonly fault?: { readonly code: string; readonly text: string };
}

/** The moved addresses, by row; undefined while they are asked for. */
function useShifted(device: string, rows: readonly TagRow[], by: number): Shifted | undefined {
  const [known, setKnown] = useState<{ readonly key: string } & Shifted>();
  const key = `${by} ${rows.map(({ key: row }) => row).join(' ')}`;
  useEffect(() => {
    let isOld = false;
    const tell = (shifted: Shifted): void => void (isOld || setKnown({ key, ...shifted }));
    rpc()
      .config.shiftAddresses({ device, tags: rows.map(({ form }) => ({ ...form })), by })
      .then(tell, (error: unknown) => {
        const { code, text } = toNexusError(error);
        tell({ addresses: [], fault: { code, text } });
      });
    return () => {
      isOld = true;
    };
  }, [device, key, rows, by]);
  return known?.key === key ? known : undefined;
}
