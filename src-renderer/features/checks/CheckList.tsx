import { ClipboardCheck, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CheckEntry } from '../../../src-shared/contract/checks.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { checkPath, checksRemoved, generateAsked, readChecks, useChecks } from '../../state/checks.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import './check-list.css';

/** The sheets of loop checks of the project: open, make, remove. */
export function CheckList(): ReactNode {
  const { list, status, reason } = useChecks();
  const mayEdit = useMay('operator');
  return (
    <section className="check-list" aria-label="Loop checks">
      <header className="check-list-header">
        <h3>Loop checks</h3>
        {mayEdit ? (
          <button
            type="button"
            className="icon-button"
            aria-label="Generate loop checks from tags"
            title="Generate from tags…"
            onClick={generateAsked}
          >
            <Plus size={16} strokeWidth={1.5} aria-hidden />
          </button>
        ) : null}
      </header>
      {status === 'failed' ? (
        <p className="check-list-note">
          The loop checks could not be read. {reason}{' '}
          <button type="button" className="link-button" onClick={() => void readChecks()}>
            Read again
          </button>
        </p>
      ) : null}
      {status === 'ready' && list.length === 0 ? (
        <p className="check-list-note">
          No loops yet.{' '}
          {mayEdit ? (
            <button type="button" className="link-button" onClick={generateAsked}>
              Generate from tags…
            </button>
          ) : null}
        </p>
      ) : null}
      <ul>
        {list.map((entry) => (
          <Entry key={entry.id} entry={entry} mayEdit={mayEdit} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, mayEdit }: { readonly entry: CheckEntry; readonly mayEdit: boolean }): ReactNode {
  const active = useLayout((state) => state.active);
  const { id, name, counts, fault } = entry;
  return (
    <li className="check-entry">
      <button
        type="button"
        className="check-entry-open"
        aria-current={active === checkPath(id) ? 'page' : undefined}
        title={fault ?? undefined}
        onClick={() => tabOpened(checkPath(id), 'preview')}
        onDoubleClick={() => tabOpened(checkPath(id), 'kept')}
      >
        {fault === null ? <ClipboardCheck size={14} aria-hidden /> : <Glyph name="bad" title="Has a fault" />}
        <span className="text">{name}</span>
        <span className="quiet">{fault === null ? `${counts.open} of ${counts.loops} open` : 'fault'}</span>
      </button>
      {mayEdit ? <RemoveTool id={id} name={name} /> : null}
    </li>
  );
}

/** Removing cannot be taken back, so the second press does it. */
function RemoveTool({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <span className="check-entry-tools">
        <button
          type="button"
          className="icon-button"
          aria-label={`Remove ${name}`}
          title={`Remove ${name}`}
          onClick={() => setAsked(true)}
        >
          <Trash2 size={14} strokeWidth={1.5} aria-hidden />
        </button>
      </span>
    );
  return (
    <button
      type="button"
      className="button check-entry-remove"
      // The focus comes here by the press before.
      ref={(button) => button?.focus()}
      onBlur={() => setAsked(false)}
      onKeyDown={(event) => event.key === 'Escape' && setAsked(false)}
      onClick={() =>
        void checksRemoved(id).catch((error: unknown) =>
          noticed({ kind: 'failed', text: `The sheet was not removed. ${toNexusError(error).text}` }),
        )
      }
    >
      Remove
    </button>
  );
}
