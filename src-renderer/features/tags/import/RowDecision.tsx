import { type ReactNode, useId } from 'react';
import { valueText } from '../../../../src-shared/tag-files/tag-cell.ts';
import { tagPath } from '../../../../src-shared/tag-files/tag-path.ts';
import { isDecided, type Side, sideOf, takesPart } from './import-decisions.ts';
import type { FieldDifference, ImportRow } from './import-row.ts';
import { useTagImport } from './import-store.ts';
import { decided } from './run-import.ts';

/** What one row differs in, three values beside each other, and whose of them is taken. */
export function RowDecision({ row }: { readonly row: ImportRow }): ReactNode {
  const { decisions } = useTagImport();
  const decideRow = (side: Side): void =>
    decided({
      rows: new Map([...decisions.rows, [row.key, side]]),
      fields: new Map([...decisions.fields].filter(([key]) => !key.startsWith(`${row.key} `))),
    });
  const decideField = (path: string, side: Side): void =>
    decided({ ...decisions, fields: new Map([...decisions.fields, [`${row.key} ${path}`, side]]) });
  if (row.state === 'problem')
    return (
      <ul className="import-problems">
        {row.problems.map(({ code, path, text, fix }) => (
          <li key={`${path} ${code}`} data-msg={code}>
            {path === '' ? '' : `${tagPath(path)?.title ?? path}: `}
            {text} {fix}
          </li>
        ))}
      </ul>
    );
  if (row.state === 'new' || row.state === 'removed') {
    const isTaken = takesPart(row, decisions);
    return (
      <p className="import-decision">
        <label>
          <input type="checkbox" checked={isTaken} onChange={() => decideRow(isTaken ? 'project' : 'file')} />
          {row.state === 'new' ? `Add “${row.name}” as a new tag` : `Remove “${row.name}”; the file does not have it`}
        </label>
      </p>
    );
  }
  if (row.differences.length === 0) return <p className="import-decision quiet">File and project say the same.</p>;
  return (
    <>
      <table className="import-fields">
        <caption className="visually-hidden">Differences of {row.name}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Last import</th>
            <th scope="col">Project</th>
            <th scope="col">File</th>
            <th scope="col">Changed by</th>
          </tr>
        </thead>
        <tbody>
          {row.differences.map((difference) => (
            <Field
              key={difference.path}
              row={row}
              difference={difference}
              side={sideOf(row, difference, decisions)}
              onDecide={(side) => decideField(difference.path, side)}
            />
          ))}
        </tbody>
      </table>
      <p className="import-decision">
        <button type="button" className="button" onClick={() => decideRow('file')}>
          Take the file’s row
        </button>
        <button type="button" className="button" onClick={() => decideRow('project')}>
          Keep the project’s row
        </button>
        <span className="quiet">
          {row.state === 'conflict' && !isDecided(row, decisions) ? 'Not decided: the project’s values stay.' : ''}
        </span>
      </p>
    </>
  );
}

interface FieldProps {
  readonly row: ImportRow;
  readonly difference: FieldDifference;
  readonly side: Side;
  readonly onDecide: (side: Side) => void;
}

const WHO = { file: 'File', project: 'Project', both: '≠ Both' } as const;

function Field({ row, difference: { path, base, project, file, changed }, side, onDecide }: FieldProps): ReactNode {
  const name = useId();
  const title = tagPath(path)?.title ?? path;
  const choice = (which: Side, value: unknown): ReactNode => (
    <label>
      <input type="radio" name={name} checked={side === which} onChange={() => onDecide(which)} />
      <span className="visually-hidden">
        {title} of {row.name} from the {which}:{' '}
      </span>
      {textOf(value)}
    </label>
  );
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="quiet">{base === null ? '—' : textOf(base.value)}</td>
      <td>{choice('project', project)}</td>
      <td>{choice('file', file)}</td>
      <td data-changed={changed}>{base === null ? 'Not imported before' : WHO[changed]}</td>
    </tr>
  );
}

const textOf = (value: unknown): string => valueText(value).slice(0, 200) || '(empty)';
