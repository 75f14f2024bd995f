import { Columns3 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import './column-chooser.css';

interface ColumnChooserProps {
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly shown: readonly string[];
  readonly onChange: (shown: readonly string[]) => void;
  /** A button with a picture, where there is little room. */
  readonly face?: 'icon';
  /** Back to what is shown at first. */
  readonly onReset: () => void;
}

/** A button with a list of check boxes: which columns of a table are shown. Esc closes. */
export function ColumnChooser({ columns, shown, face, onChange, onReset }: ColumnChooserProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const list = place.current?.querySelector<HTMLElement>('.column-chooser-list');
    const page = place.current?.closest('main')?.getBoundingClientRect();
    // Beside a button at the left of the page there is no room to the left.
    if (list && page && list.getBoundingClientRect().left < page.left) list.dataset['side'] = 'left';
    list?.querySelector('input')?.focus();
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
      <button
        ref={button}
        type="button"
        className={face === 'icon' ? 'icon-button' : 'button'}
        aria-expanded={isOpen}
        {...(face === 'icon' && { 'aria-label': 'Columns', title: 'Columns' })}
        onClick={() => setOpen(!isOpen)}
      >
        {face === 'icon' ? <Columns3 size={16} strokeWidth={1.5} aria-hidden /> : 'Columns ▾'}
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
