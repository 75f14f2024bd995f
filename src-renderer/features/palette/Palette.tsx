import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type PaletteAsk, paletteClosed } from '../../state/palette.ts';
import { PaletteOption } from './PaletteOption.tsx';
import type { PaletteRow, RowUse } from './palette-row.ts';
import { rowUsed } from './recent-rows.ts';
import { usePaletteList } from './use-palette-list.ts';
import './palette.css';

const PAGE_ROWS = 10;

/** One box for everything: what there is and what can be done. Esc gives the focus back to where it was. */
export function Palette({ ask }: { readonly ask: Exclude<PaletteAsk, { kind: 'closed' | 'shortcuts' }> }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [text, setText] = useState(ask.kind === 'search' ? ask.text : '');
  const [picked, setPicked] = useState({ of: '', at: 0 });
  const { of, rows, note } = usePaletteList(ask, text);
  // With other rows, the first one is the one that Enter takes.
  const at = picked.of === of ? Math.min(picked.at, rows.length - 1) : 0;
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it leaves the document: only then does the browser give the focus back.
    return () => shown?.close();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at, rows]);
  const choose = useCallback(
    (row: PaletteRow, how: RowUse = 'open'): void => {
      if (row.whyNot !== undefined) return;
      if (row.types !== undefined) return setText(row.types);
      rowUsed(row.key);
      // Closed first: what is opened may take the focus.
      dialog.current?.close();
      paletteClosed(ask);
      row.use(how);
    },
    [ask],
  );
  // Enter came before the rows of what was typed: their first one is taken when they are here, unless more was typed.
  const entered = useRef<{ readonly text: string; readonly how: RowUse }>(undefined);
  useEffect(() => {
    const wanted = entered.current;
    if (wanted === undefined || of !== text) return;
    entered.current = undefined;
    if (wanted.text === text && rows[0]) choose(rows[0], wanted.how);
  }, [of, text, rows, choose]);
  const pick = (to: number): void => setPicked({ of, at: Math.max(0, Math.min(rows.length - 1, to)) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at === rows.length - 1 ? -at : 1,
      ArrowUp: at === 0 ? rows.length - 1 : -1,
      PageDown: PAGE_ROWS,
      PageUp: -PAGE_ROWS,
    };
    const step = steps[event.key];
    if (event.nativeEvent.isComposing) return;
    if (step !== undefined) pick(at + step);
    else if (event.key === 'Enter' && of !== text) entered.current = { text, how: useOf(event) };
    else if (event.key === 'Enter' && row) choose(row, useOf(event));
    else return;
    event.preventDefault();
  };
  const label = ask.kind === 'choose' ? ask.title : 'Search tags, devices, pages and commands';
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={ask.kind === 'choose' ? ask.title : 'Palette'}
      onClose={() => paletteClosed(ask)}
    >
      <input
        className="palette-box"
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-rows`}
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        placeholder={ask.kind === 'choose' ? ask.title : `${label}   (? for help)`}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-rows`} className="palette-rows" role="listbox" aria-label="Results" data-of={of}>
        {rows.map((row, index) => (
          <PaletteOption key={row.key} id={`${id}-${index}`} row={row} isActive={index === at} onChoose={choose} />
        ))}
      </ul>
      {note === '' ? null : (
        <p className="palette-note" role="status">
          {note}
        </p>
      )}
      <Footer row={rows[at]} />
    </dialog>
  );
}

const useOf = (event: KeyboardEvent): RowUse =>
  event.altKey ? 'add' : event.ctrlKey || event.metaKey ? 'side' : 'open';

const OPENED: readonly PaletteRow['kind'][] = ['tag', 'topic', 'device', 'watch', 'trend', 'page'];

/** What the keys do with the row that is picked. */
function Footer({ row }: { readonly row: PaletteRow | undefined }): ReactNode {
  const opens = row !== undefined && OPENED.includes(row.kind);
  return (
    <p className="palette-footer quiet">
      <kbd>Enter</kbd> {opens ? 'opens' : 'chooses'}
      {opens ? (
        <>
          {' · '}
          <kbd>Ctrl+Enter</kbd> opens to the side
        </>
      ) : null}
      {row?.kind === 'tag' ? (
        <>
          {' · '}
          <kbd>Alt+Enter</kbd> adds to the current trend
        </>
      ) : null}
      {' · '}
      <kbd>Esc</kbd> closes
    </p>
  );
}
