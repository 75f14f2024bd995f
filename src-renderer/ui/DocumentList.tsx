import { Copy, type LucideIcon, Pencil, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { noticed } from '../state/notices.ts';
import { Glyph } from './Glyph.tsx';
import './document-list.css';

/** One document of the project as a list shows it. */
export interface ListedDocument {
  readonly id: string;
  readonly name: string;
  /** `3 rows`; where it has a fault, that stands here. */
  readonly detail: string;
  /** Why its file cannot be shown, with place and next step. */
  readonly fault?: string | null;
  readonly isActive: boolean;
}

export interface DocumentListProps {
  readonly label: string;
  /** What one of them is, in a sentence: `watch table`. */
  readonly noun: string;
  readonly icon: LucideIcon;
  readonly documents: readonly ListedDocument[];
  readonly mayEdit: boolean;
  /** Buttons beside the title, such as the one that makes a new one. */
  readonly tools?: ReactNode;
  /** What is said in front of the entries: that there are none, or that they could not be read. */
  readonly note?: ReactNode;
  readonly onOpen: (id: string, how: 'preview' | 'kept') => void;
  readonly onRename?: (id: string, name: string) => Promise<unknown>;
  readonly onCopy?: (id: string) => Promise<unknown>;
  readonly onRemove?: (id: string) => Promise<unknown>;
}

/** Documents of the project in the explorer: open, rename, copy, remove, whatever their kind. */
export function DocumentList(props: DocumentListProps): ReactNode {
  const { label, tools, note, documents } = props;
  return (
    <section className="document-list" aria-label={label}>
      <header>
        <h3>{label}</h3>
        {tools}
      </header>
      {note ? <p className="document-list-note">{note}</p> : null}
      <ul>
        {documents.map((entry) => (
          <Entry key={entry.id} {...props} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

type EntryProps = DocumentListProps & { readonly entry: ListedDocument };

function Entry(props: EntryProps): ReactNode {
  const { entry, icon: Icon, onOpen } = props;
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, detail, fault = null } = entry;
  if (isRenaming) return <RenameBox {...props} onDone={() => setRenaming(false)} />;
  return (
    <li className="document-entry">
      <button
        type="button"
        className="document-entry-open"
        aria-current={entry.isActive ? 'page' : undefined}
        title={fault ?? undefined}
        onClick={() => onOpen(id, 'preview')}
        onDoubleClick={() => onOpen(id, 'kept')}
      >
        {fault === null ? <Icon size={14} aria-hidden /> : <Glyph name="bad" title="Has a fault" />}
        <span className="text">{name}</span>
        <span className="quiet">{fault === null ? detail : 'fault'}</span>
      </button>
      <Tools {...props} onRenaming={() => setRenaming(true)} />
    </li>
  );
}

function Tools({
  entry: { id, name, fault = null },
  mayEdit,
  noun,
  onRename,
  onCopy,
  onRemove,
  onRenaming,
}: EntryProps & { readonly onRenaming: () => void }): ReactNode {
  if (!mayEdit) return null;
  const isSound = fault === null;
  return (
    <span className="document-entry-tools">
      {onRename && isSound ? <Tool label={`Rename ${name}`} icon={Pencil} onClick={onRenaming} /> : null}
      {onCopy && isSound ? (
        <Tool label={`Copy ${name}`} icon={Copy} onClick={() => said(noun, 'copied', onCopy(id))} />
      ) : null}
      {onRemove ? <RemoveTool name={name} onRemove={() => said(noun, 'removed', onRemove(id))} /> : null}
    </span>
  );
}

/** Tells why something could not be done; where it could, the list shows it. */
export function said(noun: string, what: string, done: Promise<unknown>): void {
  done.catch((error: unknown) =>
    noticed({ kind: 'failed', text: `The ${noun} was not ${what}. ${toNexusError(error).text}` }),
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onClick: () => void;
}

export const Tool = ({ label, icon: Icon, onClick }: ToolProps): ReactNode => (
  <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
    <Icon size={14} strokeWidth={1.5} aria-hidden />
  </button>
);

/** Removing cannot be taken back, so the second press does it. */
function RemoveTool({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }): ReactNode {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) return <Tool label={`Remove ${name}`} icon={Trash2} onClick={() => setAsked(true)} />;
  return (
    <button
      type="button"
      className="button document-entry-remove"
      // The focus comes here by the press before.
      ref={(button) => button?.focus()}
      onBlur={() => setAsked(false)}
      onKeyDown={(event) => event.key === 'Escape' && setAsked(false)}
      onClick={onRemove}
    >
      Remove
    </button>
  );
}

function RenameBox({ entry, noun, onRename, onDone }: EntryProps & { readonly onDone: () => void }): ReactNode {
  const [text, setText] = useState(entry.name);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && onRename) said(noun, 'renamed', onRename(entry.id, text));
    if (event.key === 'Enter' || event.key === 'Escape') onDone();
  };
  return (
    <li className="document-entry">
      <input
        className="field"
        type="text"
        aria-label={`Name of ${entry.name}`}
        ref={(box) => box?.focus()}
        maxLength={128}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onDone}
      />
    </li>
  );
}
