import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { rowsChanged } from '../../state/watch-tables.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import type { AddressLine } from './watch-lines.ts';

interface MakeTagDialogProps {
  readonly table: string;
  readonly line: AddressLine;
  readonly onClose: () => void;
}

/** Makes a tag of the address of a row, as a revision of its own; the row shows the tag from then on. */
export function MakeTagDialog({ table, line, onClose }: MakeTagDialogProps): ReactNode {
  const id = useId();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const { device, ...place } = line.place;
  const make = async (): Promise<void> => {
    const tag = idOf(name);
    if (tag === '')
      return setFault({ code: 'NX_REQUEST_INVALID', text: `“${name}” has no letter or digit. Give the tag a name.` });
    try {
      await rpc().config.addTag({
        device,
        tag: { id: tag, name: name.trim(), ...place },
        comment: `${name} from a watch table`,
      });
      rowsChanged(table, (rows) =>
        rows.map((row) =>
          row.kind === 'address' && adHocText(row) === adHocText(line.place)
            ? { kind: 'tag', device, tag, ...(row.note !== undefined && { note: row.note }) }
            : row,
        ),
      );
      onClose();
    } catch (error) {
      const { code, text } = toNexusError(error);
      setFault({ code, text });
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void make();
  };
  return (
    <Dialog title="Make a tag of this address" onClose={onClose}>
      <form className="watch-make" onSubmit={onSubmit} noValidate>
        <p>
          <span className="mono">{adHocText(line.place).slice(1)}</span>
        </p>
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          className="field"
          data-autofocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <p className="quiet">
          It is added to the device as a revision of its own, and is polled, published and stored from then on.
        </p>
        {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
        <div className="write-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Make tag
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const LONGEST = 60;

const idOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9-]+/g, '_')
    .slice(0, LONGEST)
    .replaceAll(/^[_-]+|[_-]+$/g, '');
