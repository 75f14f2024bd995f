import { type ReactNode, useId } from 'react';
import { Message } from '../../../ui/Message.tsx';
import { useTagImport } from './import-store.ts';
import { fileChosen } from './run-import.ts';

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.json,.xml,.yaml,.yml,.db,.scl,.udt';

/** Where a file is chosen; what can be read is said, so that nobody has to try. */
export function FileStep(): ReactNode {
  const id = useId();
  const { name, busy, refused } = useTagImport();
  return (
    <div className="import-file">
      <label htmlFor={id}>File of tags</label>
      <input
        id={id}
        type="file"
        className="field"
        accept={ACCEPTED}
        data-autofocus
        disabled={busy !== null}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void fileChosen(file);
        }}
      />
      <label htmlFor={`${id}-paste`}>Or a table from a manual, a PDF or a spreadsheet</label>
      <textarea
        id={`${id}-paste`}
        className="field import-paste"
        rows={3}
        placeholder="Paste it here with its headings"
        disabled={busy !== null}
        onChange={({ currentTarget }) => {
          const { value } = currentTarget;
          // One line is not a table yet: somebody types.
          if (value.trim().includes('\n')) void fileChosen(new File([value], 'pasted.txt'));
        }}
      />
      <p className="quiet">
        CSV, TSV and Excel workbooks of this program, Kepware, NeuronEX or your own; tags of Ignition (JSON); tag tables
        and block sources of TIA Portal; NodeSet2; devices.yaml. A file may be dropped on the table, too. Nothing is
        changed before you have seen it.
      </p>
      {busy === null ? null : (
        <p role="status">
          {name}: {busy}
        </p>
      )}
      {refused === null ? null : <Message code={refused.code} text={refused.text} isAlert />}
    </div>
  );
}
