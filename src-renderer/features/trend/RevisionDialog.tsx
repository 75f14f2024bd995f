import { type ReactNode, useCallback } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { Comparison } from '../../ui/changes/Comparison.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

/** What a revision changed, beside the one before it. */
export function RevisionDialog({
  revision,
  onClose,
}: {
  readonly revision: number;
  readonly onClose: () => void;
}): ReactNode {
  const read = useCallback(() => rpc().config.compare({ from: revision - 1, to: revision }), [revision]);
  return (
    <Dialog title={`Revision ${revision}`} onClose={onClose}>
      <div className="trend-revision">
        {revision <= 1 ? (
          <p className="quiet">The first one: there is none to compare it with.</p>
        ) : (
          <Comparison label={`What revision ${revision} changed`} read={read} />
        )}
      </div>
      <div className="trend-note-actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            onClose();
            tabOpened('revisions', 'kept');
          }}
        >
          All revisions
        </button>
        <button type="button" className="button" data-autofocus onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
