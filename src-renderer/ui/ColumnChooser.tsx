import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import './column-chooser.css';

interface ColumnChooserProps {
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly shown: readonly string[];
  readonly onChange: (shown: readonly string[]) => void;
  /** Back to what is shown at first. */
  readonly onReset: () => void;
}

/** A button with a list of check boxes: which columns of a table are shown. Esc closes. */
export function ColumnChooser({ columns, shown, onChange, onReset }: ColumnChooserProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) place.current?.querySelector('input')?.focus();
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      ref={place}
      className="column-chooser"
      onKeyDown={onKeyDown}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
    >
      <button ref={button} type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns ▾
      </button>
      {isOpen ? (
        <fieldset className="column-chooser-list" tabIndex={-1}>
          <legend className="visually-hidden">Columns that are shown</legend>
          {columns.map(({ id, title }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={shown.includes(id)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...shown, id] : shown.filter((one) => one !== id))
                }
              />
              {title}
            </label>
          ))}
          <button type="button" className="button" onClick={onReset}>
            Usual columns
          </button>
        </fieldset>
      ) : null}
    </div>
  );
}
