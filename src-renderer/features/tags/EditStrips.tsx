import type { ReactNode } from 'react';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { Strip } from '../../ui/Strip.tsx';
import { undoEdit } from './edit/apply-edits.ts';
import { reloadApplied } from './edit/read-applied.ts';
import { sessionChanged, useTagSession } from './edit/tag-session.ts';

/** What is to be known about the edits of a device: that somebody else changed it, and what came of the last step. */
export function EditStrips({ device }: { readonly device: string }): ReactNode {
  const { conflict, said } = useTagSession(device);
  return (
    <>
      {conflict === null ? null : (
        <Strip tone="warning" announce="alert">
          <span data-msg="edit.conflict">{conflict} Your edits are kept, and nothing of them was applied.</span>
          <button type="button" className="button" onClick={() => void reloadApplied(device)}>
            Reload
          </button>
        </Strip>
      )}
      {said === null ? null : (
        <Strip tone={said.tone} announce={said.tone === 'error' ? 'alert' : 'status'}>
          <span data-msg={messageId(said.code)}>{said.text}</span>
          {said.canUndo ? (
            <button type="button" className="link-button" onClick={() => undoEdit(device)}>
              Undo
            </button>
          ) : null}
          <button type="button" className="link-button" onClick={() => sessionChanged(device, { said: null })}>
            Dismiss
          </button>
        </Strip>
      )}
    </>
  );
}
