import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { queryNamed } from '../../state/query-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { type QueryTab, tabChanged } from './historian-store.ts';

interface SaveDialogProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly onClose: () => void;
}

/** Keeps a question in the project under a name; one of the same name is replaced only where it was opened from there. */
export function SaveDialog({ path, tab, onClose }: SaveDialogProps): ReactNode {
  const { question, saved, result, view } = tab;
  const id = useId();
  const [name, setName] = useState(saved?.name ?? '');
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const slug = saved && saved.name === name ? saved.id : slugOf(name);
  const save = async (): Promise<void> => {
    if (slug === '')
      return setFault({ code: 'NX_REQUEST_INVALID', text: `“${name}” has no letter or digit. Give the query a name.` });
    try {
      const base = saved?.id === slug ? saved.version : null;
      const { version } = await rpc().queries.save({ id: slug, name: name.trim(), question, base });
      queryNamed(slug, name.trim());
      const own = { question, saved: { id: slug, name: name.trim(), version } };
      tabChanged(`query/${slug}`, { ...own, view, result });
      if (path === `query/${slug}`) tabChanged(path, own);
      else tabOpened(`query/${slug}`, 'kept');
      onClose();
    } catch (error) {
      const { code, text } = toNexusError(error);
      setFault({ code, text });
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <Dialog title="Save the query" onClose={onClose}>
      <form className="historian-save" onSubmit={onSubmit}>
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          className="field"
          type="text"
          data-autofocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <p className="quiet">
          {slug === ''
            ? 'It is kept in the project as a file of its own.'
            : `It is kept as queries/${slug}.yaml in the project.`}
        </p>
        {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
        <div className="historian-save-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** `Last shift, line 4` → `last-shift-line-4`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
