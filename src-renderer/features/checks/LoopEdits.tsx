import { Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { type CheckSheet, loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { sheetChanged } from '../../state/checks.ts';
import { noticed } from '../../state/notices.ts';
import { EditLoopDialog } from './EditLoopDialog.tsx';

interface LoopEditsProps {
  readonly sheet: CheckSheet;
  readonly loop: CheckLoopView;
}

/** Edits one loop of a sheet, or takes it out. One that is signed stays as it was signed. */
export function LoopEdits({ sheet, loop }: LoopEditsProps): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const own = sheet.loops.find((one) => loopKey(one) === loopKey(loop));
  if (!own || loop.signature) return null;
  const remove = async (): Promise<void> => {
    try {
      await sheetChanged(sheet.id, (before) => ({
        ...before,
        loops: before.loops.filter((one) => loopKey(one) !== loopKey(loop)),
      }));
    } catch (error) {
      noticed({ kind: 'failed', text: `${loop.name} was not removed. ${toNexusError(error).text}` });
    }
  };
  return (
    <p className="loop-edits">
      <button type="button" className="button" onClick={() => setEditing(true)}>
        <Pencil size={14} strokeWidth={1.5} aria-hidden /> Edit loop…
      </button>
      <button
        type="button"
        className="button"
        onBlur={() => setRemoving(false)}
        onClick={() => (isRemoving ? void remove() : setRemoving(true))}
      >
        <Trash2 size={14} strokeWidth={1.5} aria-hidden />{' '}
        {isRemoving ? `Press again: takes ${loop.name} out` : 'Remove from sheet'}
      </button>
      {isEditing ? <EditLoopDialog sheet={sheet.id} loop={own} shown={loop} onClose={() => setEditing(false)} /> : null}
    </p>
  );
}
