import { Eye, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { tabOpened, useLayout } from '../../state/layout.ts';
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
import { DocumentList, said, Tool } from '../../ui/DocumentList.tsx';

const NOUN = 'watch table';

/** The watch tables of the project: open, make, rename, copy, remove. */
export function WatchList(): ReactNode {
  const { list, status, reason } = useWatchTables();
  const active = useLayout((state) => state.active);
  const mayEdit = useMay('operate');
  return (
    <DocumentList
      label="Watch tables"
      noun={NOUN}
      icon={Eye}
      mayEdit={mayEdit}
      documents={list.map(({ id, name, rows, fault }) => ({
        ...{ id, name, fault },
        detail: rows === 1 ? '1 row' : `${rows} rows`,
        isActive: active === watchPath(id),
      }))}
      tools={
        mayEdit ? (
          <Tool label="New watch table" icon={Plus} onClick={() => said(NOUN, 'made', watchMade().then(open))} />
        ) : null
      }
      note={
        status === 'failed' ? (
          <>
            The watch tables could not be read. {reason}{' '}
            <button type="button" className="link-button" onClick={() => void readWatchTables()}>
              Read again
            </button>
          </>
        ) : status === 'ready' && list.length === 0 ? (
          'No watch tables yet. Press +, or select tags and press Ctrl+Shift+A.'
        ) : null
      }
      onOpen={(id, how) => tabOpened(watchPath(id), how)}
      onRename={watchRenamed}
      onCopy={(id) => watchCopied(id).then(open)}
      onRemove={watchRemoved}
    />
  );
}

const open = (id: string): void => tabOpened(watchPath(id), 'kept');
