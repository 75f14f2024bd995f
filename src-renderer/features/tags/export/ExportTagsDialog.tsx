import { type ReactNode, useId, useMemo, useState } from 'react';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { sessionChanged } from '../edit/tag-session.ts';
import { EXPORT_TITLES, type ExportFormat, exportTags, factsOf, formatsFor } from './export-tags.ts';
import './export-tags.css';

interface ExportTagsDialogProps {
  readonly device: string;
  readonly title: string;
  /** Keys of the rows that are selected. */
  readonly picked: readonly string[];
  readonly onClose: () => void;
}

/** Asks how the tags of a device are to be written into a file. */
export function ExportTagsDialog({ device, title, picked, onClose }: ExportTagsDialogProps): ReactNode {
  const id = useId();
  const formats = useMemo(() => formatsFor(device), [device]);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [isSelection, setSelection] = useState(false);
  const [withValues, setWithValues] = useState(false);
  const { hasBeside, isExact } = factsOf(format);
  const start = async (): Promise<void> => {
    const count = await exportTags(device, title, { format, keys: isSelection ? new Set(picked) : null, withValues });
    onClose();
    const text = `${formatInteger(count)} ${count === 1 ? 'tag was' : 'tags were'} written as ${EXPORT_TITLES[format]}.`;
    sessionChanged(device, { said: { tone: 'info', code: 'export.done', text } });
  };
  return (
    <FormDialog
      title={`Export tags of ${title}`}
      action="Export"
      className="export-tags"
      onSubmit={start}
      onClose={onClose}
    >
      <label htmlFor={`${id}-format`}>File</label>
      <select
        id={`${id}-format`}
        className="field"
        data-autofocus
        value={format}
        onChange={({ target }) => setFormat(formats.find((one) => one === target.value) ?? 'csv')}
      >
        {formats.map((one) => (
          <option key={one} value={one}>
            {EXPORT_TITLES[one]}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-rows`}>Rows</label>
      <select
        id={`${id}-rows`}
        className="field"
        value={isSelection ? 'selection' : 'all'}
        onChange={({ target }) => setSelection(target.value === 'selection')}
      >
        <option value="all">All tags</option>
        {picked.length > 0 ? <option value="selection">The {formatInteger(picked.length)} selected</option> : null}
      </select>
      {hasBeside ? (
        <>
          <span />
          <label className="export-tags-check">
            <input type="checkbox" checked={withValues} onChange={({ target }) => setWithValues(target.checked)} />
            With current values
          </label>
        </>
      ) : null}
      <p className="quiet export-tags-note">
        Edits that are not applied are written, too.{' '}
        {isExact
          ? 'An import of this file gives back every field as it is.'
          : 'The other program has no place for byte order, deadbands and rules; they are left out.'}
      </p>
    </FormDialog>
  );
}
