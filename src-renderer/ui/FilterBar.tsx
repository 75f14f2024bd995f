import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type UIEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Filter, FilterField } from '../../src-shared/domain/compile-filter.ts';
import { completionAt, type FilterOption } from './filter-completion.ts';
import { formatInteger } from './number-format.ts';
import './filter-box.css';
import './filter-bar.css';

interface FilterBarProps<R> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fields: readonly FilterField<R>[];
  /** As `value` is understood. */
  readonly filter: Filter<R>;
  /** Rows that the filter leaves, and rows in all. */
  readonly count: readonly [shown: number, all: number];
}

/**
 * The filter of a list (ux 3.0): words and fields in one box, with what was understood marked, what fits offered and the
 * rows counted. Esc empties it.
 */
export function FilterBar<R>(props: FilterBarProps<R>): ReactNode {
  const { label, value, onChange, fields, filter, count } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { offer, active, setActive, look, close } = useOffer(fields, value);
  const isOpen = offer.options.length > 0;
  /** Where the caret goes with the text that has the chosen option: a letter typed any later must not be in front of it. */
  const wantedCaret = useRef<number | null>(null);
  useLayoutEffect(() => {
    const wanted = wantedCaret.current;
    wantedCaret.current = null;
    if (wanted !== null) input.current?.setSelectionRange(wanted, wanted);
  }, [value]);
  const choose = (option: FilterOption): void => {
    const caret = offer.from + option.text.length;
    const rest = value.slice(offer.to);
    const isWhole = option.text.endsWith(' ');
    const next = value.slice(0, offer.from) + option.text + (isWhole ? rest.trimStart() : rest);
    onChange(next);
    if (next === value) input.current?.setSelectionRange(caret, caret);
    else wantedCaret.current = caret;
    if (isWhole) close();
    else look(next, caret);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = offer.options[active];
    if (step !== undefined && isOpen) setActive((active + step + offer.options.length) % offer.options.length);
    else if (event.key === 'ArrowDown') look(value, event.currentTarget.selectionStart ?? value.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && option) choose(option);
    else if (event.key === 'Escape' && isOpen && active >= 0) close();
    else if (event.key === 'Escape' && (value !== '' || isOpen)) {
      close();
      if (value !== '') onChange('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="filter-box filter-bar">
        <Search className="filter-box-icon" size={14} aria-hidden />
        <Marks value={value} filter={filter} />
        <input
          ref={input}
          className="field"
          type="text"
          role="combobox"
          data-find=""
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={filter.fault !== '' || undefined}
          aria-describedby={filter.fault === '' ? undefined : `${id}-fault`}
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
            look(target.value, target.selectionStart ?? target.value.length);
          }}
          onScroll={alignMarks}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        {value === '' ? null : (
          <button
            type="button"
            className="filter-box-clear"
            aria-label="Clear filter (Esc)"
            onClick={() => onChange('')}
          >
            <X size={14} aria-hidden />
          </button>
        )}
        <div id={`${id}-list`} className="filter-bar-list" role="listbox" aria-label="What fits" hidden={!isOpen}>
          {offer.options.map((option, at) => (
            <div
              key={option.text}
              id={`${id}-${at}`}
              role="option"
              className="filter-bar-option"
              aria-selected={at === active}
              // The box keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <span className="mono">{option.text.trim()}</span>
              <span className="quiet">{option.doc}</span>
            </div>
          ))}
        </div>
        {filter.fault === '' || isOpen ? null : (
          <div id={`${id}-fault`} className="filter-bar-fault" role="status">
            {filter.fault}
          </div>
        )}
      </div>
      <span className="quiet filter-bar-count" data-count="">
        {formatInteger(count[0])} of {formatInteger(count[1])}
      </span>
    </>
  );
}

interface Offer {
  readonly offer: ReturnType<typeof completionAt>;
  /** The option that Enter takes; -1: none. */
  readonly active: number;
  readonly setActive: (at: number) => void;
  readonly look: (text: string, caret: number) => void;
  readonly close: () => void;
}

const NO_OFFER: Offer['offer'] = { from: 0, to: 0, options: [] };

function useOffer<R>(fields: readonly FilterField<R>[], value: string): Offer {
  const [at, setAt] = useState<{ readonly text: string; readonly caret: number; readonly active: number } | null>(null);
  // Made for another text, it fits no more.
  const offer = at && at.text === value ? completionAt(fields, value, at.caret) : NO_OFFER;
  return {
    offer,
    active: at?.active ?? -1,
    setActive: (active) => setAt(at && { ...at, active }),
    look: (text, caret) => setAt({ text, caret, active: -1 }),
    close: () => setAt(null),
  };
}

/** What was understood, drawn behind the letters of the box. */
function Marks<R>({ value, filter }: Pick<FilterBarProps<R>, 'value' | 'filter'>): ReactNode {
  // Marks of a text that is not yet worked out would stand beside its letters.
  const last = filter.marks.at(-1);
  if (!last || last.to > value.length || filter.marks.every(({ kind }) => kind === 'word')) return null;
  const parts = filter.marks.flatMap(({ from, to, kind }, at) => [
    value.slice(filter.marks[at - 1]?.to ?? 0, from),
    kind === 'word' ? (
      value.slice(from, to)
    ) : (
      <mark key={from} data-kind={kind}>
        {value.slice(from, to)}
      </mark>
    ),
  ]);
  return (
    <div className="filter-bar-marks" aria-hidden>
      {parts}
      {value.slice(last.to)}
    </div>
  );
}

/** A text that is wider than its box is scrolled in it. */
function alignMarks({ currentTarget }: UIEvent<HTMLInputElement>): void {
  const marks = currentTarget.parentElement?.querySelector('.filter-bar-marks');
  if (marks) marks.scrollLeft = currentTarget.scrollLeft;
}
