import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { ColumnMapping } from './ColumnMapping.tsx';
import { FileStep } from './FileStep.tsx';
import { finishImport } from './finish-import.ts';
import { ImportGrid } from './ImportGrid.tsx';
import { ImportSummary } from './ImportSummary.tsx';
import { importCounts } from './import-counts.ts';
import { takesPart } from './import-decisions.ts';
import { useTagImport } from './import-store.ts';
import { RowDecision } from './RowDecision.tsx';
import { decided, fileChosen, importClosed, optionsChanged } from './run-import.ts';
import { SourceBar } from './SourceBar.tsx';
import './import.css';

/** Brings tags of a file into the table of a device: file, columns, comparison, and then edits as if typed. */
export function ImportDialog({ device, title }: { readonly device: string; readonly title: string }): ReactNode {
  const { file, rows, dropped } = useTagImport();
  const [picked, setPicked] = useState<string>();
  useEffect(() => {
    if (dropped) void fileChosen(dropped);
  }, [dropped]);
  useEffect(() => importClosed, []);
  const row = rows.find(({ key }) => key === picked);
  return (
    <Dialog title={`Import tags of ${title}`} onClose={importClosed}>
      <div className="tag-import" data-device={device}>
        {file ? (
          <>
            <SourceBar />
            <ColumnMapping />
            <ImportSummary />
            <div className="import-grid">
              <ImportGrid onSelect={(chosen) => setPicked(chosen.at(-1)?.key)} />
            </div>
            <section className="import-row" aria-label="The row with the focus">
              {row ? <RowDecision row={row} /> : <p className="quiet">Choose a row to see it beside the project.</p>}
            </section>
          </>
        ) : (
          <FileStep />
        )}
        <Actions />
      </div>
    </Dialog>
  );
}

function Actions(): ReactNode {
  const { file, rows, decisions, options, busy, refused, elsewhere } = useTagImport();
  const taken = useMemo(() => rows.filter((row) => takesPart(row, decisions)).length, [rows, decisions]);
  const { undecided, all, problem, removed } = useMemo(() => importCounts(rows, decisions), [rows, decisions]);
  const isStuck = all === problem && removed === 0;
  const [isEnding, setEnding] = useState(false);
  const finish = async (): Promise<void> => {
    setEnding(true);
    await finishImport();
    setEnding(false);
  };
  const takeAll = (): void =>
    decided({
      ...decisions,
      rows: new Map([
        ...decisions.rows,
        ...rows.filter(({ state }) => state === 'conflict').map(({ key }) => [key, 'file'] as const),
      ]),
    });
  return (
    <div className="import-actions">
      {file ? (
        <fieldset className="import-mode">
          <legend className="visually-hidden">What happens to tags that the file does not have</legend>
          <label>
            <input
              type="radio"
              name="import-mode"
              checked={!options.replaceAll}
              onChange={() => void optionsChanged({ replaceAll: false })}
            />
            Add and update
          </label>
          <label>
            <input
              type="radio"
              name="import-mode"
              checked={options.replaceAll}
              onChange={() => void optionsChanged({ replaceAll: true })}
            />
            Replace all tags
          </label>
        </fieldset>
      ) : null}
      {undecided > 0 ? (
        <>
          <span role="status" data-msg="csv.conflicts">
            {formatInteger(undecided)} {undecided === 1 ? 'row is' : 'rows are'} in conflict: the project’s values stay
            there.
          </span>
          <button type="button" className="button" onClick={takeAll}>
            Take the file’s in all
          </button>
        </>
      ) : null}
      <span className="spacer" />
      <button type="button" className="button" onClick={importClosed}>
        Cancel
      </button>
      {file ? (
        <button
          type="button"
          className="button primary"
          disabled={busy !== null || isEnding || refused !== null || elsewhere !== null || isStuck}
          onClick={() => void finish()}
        >
          {isStuck ? 'No row is ready' : bringWord(taken)}
        </button>
      ) : null}
    </div>
  );
}

const bringWord = (taken: number): string =>
  taken === 0
    ? 'Nothing to change: done'
    : `Bring ${formatInteger(taken)} ${taken === 1 ? 'row' : 'rows'} into the table`;
