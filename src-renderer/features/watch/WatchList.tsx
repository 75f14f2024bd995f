import { Copy, Eye, Pencil, Plus, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { WatchEntry } from '../../../src-shared/contract/watches.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import {
  readWatchTables,
  useWatchTables,
  watchCopied,
  watchMade,
  watchPath,
  watchRemoved,
  watchRenamed,
} from '../../state/watch-tables.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import './watch-list.css';

/** The watch tables of the project: open, make, rename, copy, remove. */
export function WatchList(): ReactNode {
  const { list, status, reason } = useWatchTables();
  const mayEdit = useMay('operator');
  return (
    <section className="watch-list" aria-label="Watch tables">
      <header className="watch-list-header">
        <h3>Watch tables</h3>
        {mayEdit ? (
          <button
            type="button"
            className="icon-button"
            aria-label="New watch table"
            title="New watch table"
            onClick={() => said('made', watchMade().then(open))}
          >
            <Plus size={16} strokeWidth={1.5} aria-hidden />
          </button>
        ) : null}
      </header>
      {status === 'failed' ? (
        <p className="watch-list-note">
          The watch tables could not be read. {reason}{' '}
          <button type="button" className="link-button" onClick={() => void readWatchTables()}>
            Read again
          </button>
        </p>
      ) : null}
      {status === 'ready' && list.length === 0 ? (
        <p className="watch-list-note">No watch tables yet. Press +, or select tags and press Ctrl+Shift+A.</p>
      ) : null}
      <ul>
        {list.map((entry) => (
          <Entry key={entry.id} entry={entry} mayEdit={mayEdit} />
        ))}
      </ul>
    </section>
  );
}

const open = (id: string): void => tabOpened(watchPath(id), 'kept');

/** Tells why something could not be done; where it could, the list shows it. */
function said(what: string, done: Promise<unknown>): void {
  done.catch((error: unknown) =>
    noticed({ kind: 'failed', text: `The watch table was not ${what}. ${toNexusError(error).text}` }),
  );
}

function Entry({ entry, mayEdit }: { readonly entry: WatchEntry; readonly mayEdit: boolean }): ReactNode {
  const active = useLayout((state) => state.active);
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, rows, fault } = entry;
  if (isRenaming) return <RenameBox entry={entry} onDone={() => setRenaming(false)} />;
  return (
    <li className="watch-entry">
      <button
        type="button"
        className="watch-entry-open"
        aria-current={active === watchPath(id) ? 'page' : undefined}
        title={fault ?? undefined}
        onClick={() => tabOpened(watchPath(id), 'preview')}
        onDoubleClick={() => open(id)}
      >
        {fault === null ? <Eye size={14} aria-hidden /> : <Glyph name="bad" title="Has a fault" />}
        <span className="text">{name}</span>
        <span className="quiet">{fault !== null ? 'fault' : rows === 1 ? '1 row' : `${rows} rows`}</span>
      </button>
      {mayEdit ? (
        <span className="watch-entry-tools">
          {fault === null ? (
            <>
              <Tool label={`Rename ${name}`} icon={Pencil} onClick={() => setRenaming(true)} />
              <Tool label={`Copy ${name}`} icon={Copy} onClick={() => said('copied', watchCopied(id).then(open))} />
            </>
          ) : null}
          <RemoveTool id={id} name={name} />
        </span>
      ) : null}
    </li>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: typeof Eye;
  readonly onClick: () => void;
}

const Tool = ({ label, icon: Icon, onClick }: ToolProps): ReactNode => (
  <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
    <Icon size={14} strokeWidth={1.5} aria-hidden />
  </button>
);

/** Removing cannot be taken back, so the second press does it. */
function RemoveTool({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) return <Tool label={`Remove ${name}`} icon={Trash2} onClick={() => setAsked(true)} />;
  return (
    <button
      type="button"
      className="button watch-entry-remove"
      // The focus comes here by the press before.
      ref={(button) => button?.focus()}
      onBlur={() => setAsked(false)}
      onKeyDown={(event) => event.key === 'Escape' && setAsked(false)}
      onClick={() => said('removed', watchRemoved(id))}
    >
      Remove
    </button>
  );
}

function RenameBox({ entry, onDone }: { readonly entry: WatchEntry; readonly onDone: () => void }): ReactNode {
  const [text, setText] = useState(entry.name);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') said('renamed', watchRenamed(entry.id, text));
    if (event.key === 'Enter' || event.key === 'Escape') onDone();
  };
  return (
    <li className="watch-entry">
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
