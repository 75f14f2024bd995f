import { type ReactNode, useMemo } from 'react';
import { SEPARATORS, type Separator } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import { Strip } from '../../../ui/Strip.tsx';
import { importCounts } from './import-counts.ts';
import type { RowState } from './import-row.ts';
import { importChanged, type ShownRows, useTagImport } from './import-store.ts';
import { comparedAgain, optionsChanged, readAs } from './run-import.ts';
import { saveErrorReport } from './save-error-report.ts';

/** What cuts a line that was not cut most often; undefined where nothing would. */
function separatorIn(line: string): Separator | undefined {
  const often = (separator: Separator): number => line.split(separator).length;
  const best = [...SEPARATORS].sort((a, b) => often(b) - often(a))[0]!;
  return often(best) > 1 ? best : undefined;
}

const signOf = (separator: Separator): string => (separator === '\t' ? 'Tab' : separator);

/** What there is in the file, and which rows of it are listed. */
export function ImportSummary(): ReactNode {
  const { file, rows, decisions, shown, busy, refused, elsewhere, options } = useTagImport();
  const counts = useMemo(() => importCounts(rows, decisions), [rows, decisions]);
  if (!file) return null;
  const { problem, all } = counts;
  const isComma = rows.some(({ problems }) => problems.some(({ code }) => code === 'csv.comma'));
  const { text, headings, notes } = file.sheet;
  const other =
    text && headings.length === 1 ? separatorIn(`${headings[0]} ${file.sheet.rows[0]?.[0] ?? ''}`) : undefined;
  return (
    <>
      {refused === null ? null : (
        <Strip tone="error" announce="alert">
          <span data-msg={refused.code}>{refused.text}</span>
          <button type="button" className="button" onClick={() => void comparedAgain()}>
            Compare again
          </button>
        </Strip>
      )}
      {elsewhere === null ? null : (
        <Strip tone="error" announce="alert">
          <span>{elsewhere}</span>
        </Strip>
      )}
      {other ? (
        <Strip tone="warning" announce="status">
          <span data-msg="csv.oneCol">
            Every row has one column. The file seems to use “{signOf(other)}” as separator.
          </span>
          <button type="button" className="button" onClick={() => void readAs({ separator: other })}>
            Use {signOf(other)}
          </button>
        </Strip>
      ) : null}
      {isComma && options.decimal === 'point' ? (
        <Strip tone="warning" announce="status">
          <span data-msg="csv.comma">Some numbers look as if they had a decimal comma.</span>
          <button type="button" className="button" onClick={() => void optionsChanged({ decimal: 'comma' })}>
            Read all numbers with decimal comma
          </button>
        </Strip>
      ) : null}
      {notes.map((note) => (
        <Strip key={note} tone="info" announce="none">
          {note}
        </Strip>
      ))}
      {busy === null && problem > 0 ? (
        <Strip tone="warning" announce="status">
          <span data-msg="csv.sum">
            {formatInteger(all - problem)} of {formatInteger(all)} rows are ready. {formatInteger(problem)}{' '}
            {problem === 1 ? 'row has a problem' : 'rows have problems'} and will be skipped.
          </span>
          <button type="button" className="button" onClick={saveErrorReport}>
            Download error report
          </button>
          <button type="button" className="button" onClick={() => importChanged({ shown: 'problem' })}>
            Fix here
          </button>
        </Strip>
      ) : null}
      <fieldset className="import-shown">
        <legend className="visually-hidden">Rows that are listed</legend>
        {SHOWN.filter(([state]) => state === 'all' || counts[state] > 0 || shown === state).map(([state, word]) => (
          <label key={state}>
            <input
              type="radio"
              name="import-shown"
              checked={shown === state}
              onChange={() => importChanged({ shown: state })}
            />
            {word} {formatInteger(state === 'all' ? rows.length : counts[state])}
          </label>
        ))}
        <span className="spacer" />
        <span role="status" className="quiet">
          {busy ?? ''}
        </span>
      </fieldset>
    </>
  );
}

const SHOWN: readonly (readonly [ShownRows & (RowState | 'all'), string])[] = [
  ['all', 'All'],
  ['new', 'New'],
  ['changed', 'Changed'],
  ['conflict', 'Conflict'],
  ['problem', 'Problem'],
  ['same', 'Same'],
  ['removed', 'Removed'],
];
