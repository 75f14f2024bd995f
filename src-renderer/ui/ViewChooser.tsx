import { Bookmark, Trash2 } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { layoutChanged, USUAL_LAYOUT, useSavedViews, viewForgotten, viewSaved } from '../state/grid-views.ts';
import './column-chooser.css';

interface ViewChooserProps {
  /** Of the table. */
  readonly id: string;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

/** A button with the saved views of a table: filter, sort and columns under a name. Esc closes. */
export function ViewChooser({ id, filter, onFilter }: ViewChooserProps): ReactNode {
  const saved = useSavedViews(id);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) place.current?.querySelector<HTMLElement>('.view-list button, .view-list input')?.focus();
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    close();
  };
  const take = (layout: typeof USUAL_LAYOUT, of: string): void => {
    layoutChanged(id, { ...USUAL_LAYOUT, shown: undefined, ...layout });
    onFilter(of);
    close();
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    viewSaved(id, name.trim(), filter);
    setName('');
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
        className="icon-button"
        aria-expanded={isOpen}
        aria-label="Views"
        title="Saved views: filter, sort and columns"
        onClick={() => setOpen(!isOpen)}
      >
        <Bookmark size={16} strokeWidth={1.5} aria-hidden />
      </button>
      {isOpen ? (
        <fieldset className="column-chooser-list view-list" tabIndex={-1}>
          <legend className="visually-hidden">Saved views: filter, sort and columns</legend>
          {saved.map((view) => (
            <div key={view.name} className="view-line">
              <button
                type="button"
                className="view-take"
                title={view.filter}
                onClick={() => take(view.layout, view.filter)}
              >
                {view.name}
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={`Forget the view ${view.name}`}
                onClick={() => viewForgotten(id, view.name)}
              >
                <Trash2 size={14} strokeWidth={1.5} aria-hidden />
              </button>
            </div>
          ))}
          <button type="button" className="view-take" onClick={() => take(USUAL_LAYOUT, '')}>
            As it is at first
          </button>
          <form className="view-line" onSubmit={save}>
            <input
              className="field"
              type="text"
              aria-label="Name of the view"
              placeholder="Name for this view"
              maxLength={64}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <button type="submit" className="button" disabled={name.trim() === ''}>
              Save
            </button>
          </form>
        </fieldset>
      ) : null}
    </div>
  );
}
