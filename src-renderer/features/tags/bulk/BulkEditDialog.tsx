import { type ReactNode, useEffect, useState } from 'react';
import { NexusError, toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { TAG_FIELDS } from '../edit/tag-fields.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { cellsWritten } from '../edit/take-intent.ts';
import { BulkField } from './BulkField.tsx';
import { BulkPreview } from './BulkPreview.tsx';
import { type BulkEdit, bulkCells, type Calculate, commonText } from './bulk-cells.ts';
import './bulk-edit.css';

interface BulkEditDialogProps {
  readonly device: string;
  readonly rows: readonly TagRow[];
  readonly onClose: () => void;
}

/** After the last key, so that a formula is not calculated at each of them. */
const QUIET_MS = 200;

const NOTHING: BulkEdit = { cells: [], faults: new Map(), left: 0 };

/** Every property of the selected tags, once; what is written into one of them goes into all, as one step (ux 3.3). */
export function BulkEditDialog({ device, rows, onClose }: BulkEditDialogProps): ReactNode {
  const [touched, setTouched] = useState<ReadonlyMap<string, string>>(new Map());
  const [edit, setEdit] = useState<BulkEdit>(NOTHING);
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(
      () =>
        void bulkCells(rows, touched, calculate)
          .then((found) => isOld || setEdit(found))
          .catch((error: unknown) => {
            const { text } = toNexusError(error);
            if (!isOld) setEdit({ ...NOTHING, faults: new Map([...touched.keys()].map((id) => [id, text])) });
          }),
      QUIET_MS,
    );
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [rows, touched]);
  const write = (id: string, text: string | undefined): void => {
    const next = new Map(touched);
    if (text === undefined) next.delete(id);
    else next.set(id, text);
    setTouched(next);
  };
  const use = async (): Promise<void> => {
    const { cells, faults } = await bulkCells(rows, touched, calculate);
    const [fault] = faults.values();
    if (fault !== undefined) throw new NexusError('NX_REQUEST_INVALID', fault);
    cellsWritten(device, cells);
    onClose();
  };
  return (
    <FormDialog
      title={`Edit ${formatInteger(rows.length)} ${rows.length === 1 ? 'tag' : 'tags'}`}
      action="Use"
      className="bulk-edit"
      whyNot={touched.size === 0 ? 'Write into a property first.' : undefined}
      onSubmit={use}
      onClose={onClose}
    >
      <p className="quiet bulk-edit-note">
        Only what you write into is changed. A formula begins with “=” and is calculated for each tag:{' '}
        <code>= value * 10</code>, <code>= concat("L1_", name)</code>, <code>= pad(n, 3)</code>.
      </p>
      <div className="bulk-edit-fields">
        {TAG_FIELDS.map((field, at) => (
          <BulkField
            key={field.id}
            field={field}
            common={commonText(rows, field)}
            written={touched.get(field.id)}
            fault={edit.faults.get(field.id)}
            isFirst={at === 0}
            onWrite={(text) => write(field.id, text)}
          />
        ))}
      </div>
      <BulkPreview rows={rows} edit={edit} isAny={touched.size > 0} />
    </FormDialog>
  );
}

const calculate: Calculate = (formula, names, rows) =>
  rpc().config.calculateCells({ formula, names: [...names], rows: [...rows] });
