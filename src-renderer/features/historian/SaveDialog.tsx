import type { ReactNode } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { queryNamed } from '../../state/query-names.ts';
import { NameDialog } from '../../ui/NameDialog.tsx';
import { type QueryTab, tabChanged } from './historian-store.ts';

interface SaveDialogProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly onClose: () => void;
}

/** Keeps a question in the project under a name; one of the same name is replaced only where it was opened from there. */
export function SaveDialog({ path, tab, onClose }: SaveDialogProps): ReactNode {
  const { question, saved, result, view } = tab;
  const save = async (id: string, name: string): Promise<void> => {
    const base = saved?.id === id ? saved.version : null;
    const { version } = await rpc().queries.save({ id, name, question, base });
    queryNamed(id, name);
    const own = { question, saved: { id, name, version } };
    tabChanged(`query/${id}`, { ...own, view, result });
    if (path === `query/${id}`) tabChanged(path, own);
    else tabOpened(`query/${id}`, 'kept');
  };
  return (
    <NameDialog
      title="Save the query"
      noun="query"
      folder="queries"
      kept={saved ?? undefined}
      onSave={save}
      onClose={onClose}
    />
  );
}
