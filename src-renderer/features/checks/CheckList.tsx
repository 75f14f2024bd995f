import { ClipboardCheck, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { checkPath, checksRemoved, generateAsked, readChecks, useChecks } from '../../state/checks.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { DocumentList, Tool } from '../../ui/DocumentList.tsx';

/** The sheets of loop checks of the project: open, make, remove. */
export function CheckList(): ReactNode {
  const { list, status, reason } = useChecks();
  const active = useLayout((state) => state.active);
  const mayEdit = useMay('operate');
  return (
    <DocumentList
      label="Loop checks"
      noun="sheet"
      icon={ClipboardCheck}
      mayEdit={mayEdit}
      documents={list.map(({ id, name, counts, fault }) => ({
        ...{ id, name, fault },
        detail: `${counts.open} of ${counts.loops} open`,
        isActive: active === checkPath(id),
      }))}
      tools={mayEdit ? <Tool label="Generate loop checks from tags" icon={Plus} onClick={generateAsked} /> : null}
      note={
        status === 'failed' ? (
          <>
            The loop checks could not be read. {reason}{' '}
            <button type="button" className="link-button" onClick={() => void readChecks()}>
              Read again
            </button>
          </>
        ) : status === 'ready' && list.length === 0 ? (
          <>
            No loops yet.{' '}
            {mayEdit ? (
              <button type="button" className="link-button" onClick={generateAsked}>
                Generate from tags…
              </button>
            ) : null}
          </>
        ) : null
      }
      onOpen={(id, how) => tabOpened(checkPath(id), how)}
      onRemove={checksRemoved}
    />
  );
}
