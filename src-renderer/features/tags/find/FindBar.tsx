import { ArrowDown, ArrowUp, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatInteger } from '../../../ui/number-format.ts';
import { CellChanges } from '../CellChanges.tsx';
import type { TagField } from '../edit/tag-fields.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { sessionChanged } from '../edit/tag-session.ts';
import { cellsWritten } from '../edit/take-intent.ts';
import { FindColumns } from './FindColumns.tsx';
import { type FindQuery, findCells, replacedCells } from './find-cells.ts';
import './find-bar.css';

interface FindBarProps {
  readonly device: string;
  /** Those that are shown. */
  readonly rows: readonly TagRow[];
  /** Keys of those that are selected. */
  readonly picked: readonly string[];
  /** Columns that are shown. */
  readonly fields: readonly TagField[];
  /** Counts up with every Ctrl+H: the field has the focus again. */
  readonly asked: number;
  readonly onClose: () => void;
}

const EMPTY: FindQuery = { find: '', replace: '', isPattern: false, isCaseSensitive: false };

/** Find and replace above the table: matches are counted while somebody types, and shown in the table (ux 2.4). */
export function FindBar({ device, rows, picked, fields, asked, onClose }: FindBarProps): ReactNode {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(EMPTY);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [isSelection, setSelection] = useState(false);
  const [at, setAt] = useState(-1);
  const deferred = useDeferredValue(query);
  useEffect(() => field.current?.focus(), [asked]);
  // Going to a match selects its row: those that were selected when somebody asked are meant.
  const [selected] = useState(() => new Set(picked));
  const { cells, fault } = useMemo(() => {
    const among = isSelection ? rows.filter(({ key }) => selected.has(key)) : rows;
    const of = fields.filter(({ id: column }) => chosen === null || chosen.includes(column));
    return findCells(among, of, deferred);
  }, [rows, fields, chosen, isSelection, selected, deferred]);
  const changes = useMemo(() => replacedCells(cells), [cells]);
  const change = (more: Partial<FindQuery>): void => {
    setQuery({ ...query, ...more });
    // What takes the place of matches changes none of them.
    if (!('replace' in more)) setAt(-1);
  };
  const go = (step: 1 | -1): void => {
    if (cells.length === 0) return;
    const next = at < 0 && step < 0 ? cells.length - 1 : (at + step + cells.length) % cells.length;
    setAt(next);
    const found = cells[next]!;
    sessionChanged(device, { wanted: { row: found.row.key, column: found.field.id, focus: 'stays' } });
  };
  const now = cells[Math.min(at, cells.length - 1)];
  const replaceOne = (): void => {
    if (!now) return go(1);
    cellsWritten(device, replacedCells([now]));
    // What took its place may have it again: the next one is behind it.
    setAt(at - 1);
  };
  const replaceAll = (): void => {
    cellsWritten(device, changes);
    // Where nothing is left to replace, its button can hold the focus no longer.
    field.current?.focus();
    const count = `${formatInteger(changes.length)} ${changes.length === 1 ? 'cell was' : 'cells were'} changed.`;
    sessionChanged(device, { said: { tone: 'info', code: 'find.done', text: count, canUndo: true } });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'text')
      go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = cells.length === 0;
  const counted = at >= 0 && now ? `${formatInteger(at + 1)} of ${formatInteger(cells.length)}` : matches(cells.length);
  return (
    <section className="find-bar" aria-label="Find and replace" onKeyDown={onKeyDown}>
      <div className="find-bar-line">
        <label htmlFor={`${id}-find`}>Find</label>
        <input
          ref={field}
          id={`${id}-find`}
          className="field"
          type="text"
          maxLength={512}
          spellCheck={false}
          autoComplete="off"
          value={query.find}
          onChange={({ target }) => change({ find: target.value })}
        />
        <label htmlFor={`${id}-replace`}>Replace by</label>
        <input
          id={`${id}-replace`}
          className="field"
          type="text"
          maxLength={512}
          spellCheck={false}
          autoComplete="off"
          value={query.replace}
          onChange={({ target }) => change({ replace: target.value })}
        />
        <span className="find-bar-count" role="status">
          {query.find === '' ? '' : counted}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label="Previous match (Shift+Enter)"
          disabled={none}
          onClick={() => go(-1)}
        >
          <ArrowUp size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Next match (Enter)"
          disabled={none}
          onClick={() => go(1)}
        >
          <ArrowDown size={16} aria-hidden />
        </button>
        <button type="button" className="button" disabled={none} onClick={replaceOne}>
          Replace
        </button>
        <button type="button" className="button" disabled={none} onClick={replaceAll}>
          Replace all
        </button>
        <span className="spacer" />
        <button type="button" className="icon-button" aria-label="Close find and replace (Esc)" onClick={onClose}>
          <X size={16} aria-hidden />
        </button>
      </div>
      <div className="find-bar-line">
        <FindColumns fields={fields} chosen={chosen} onChoose={setChosen} />
        <Check label="Regular expression" isOn={query.isPattern} onChange={(isPattern) => change({ isPattern })} />
        <Check
          label="Match case"
          isOn={query.isCaseSensitive}
          onChange={(isCaseSensitive) => change({ isCaseSensitive })}
        />
        {selected.size > 1 ? (
          <Check
            label={`In the ${formatInteger(selected.size)} selected rows`}
            isOn={isSelection}
            onChange={setSelection}
          />
        ) : null}
        {fault === null ? null : (
          <span className="find-bar-fault" role="status">
            <span aria-hidden>! </span>
            {fault}
          </span>
        )}
      </div>
      {none ? null : (
        <details>
          <summary>Preview</summary>
          <CellChanges label="First cells that change" rows={rows} cells={changes} />
        </details>
      )}
    </section>
  );
}

const matches = (count: number): string =>
  count === 0 ? 'No match' : `${formatInteger(count)} ${count === 1 ? 'match' : 'matches'}`;

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, onChange }: CheckProps): ReactNode {
  return (
    <label className="find-bar-check">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}
