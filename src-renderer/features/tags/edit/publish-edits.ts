import { messageId } from '../../../../src-shared/errors/message-ids.ts';
import { tabOpened } from '../../../state/layout.ts';
import { pendingChanged } from '../../../state/pending.ts';
import { problemsFound } from '../../../state/problems.ts';
import { applyEdits, discardEdits, redoEdit, undoEdit } from './apply-edits.ts';
import { keepEdits } from './kept-edits.ts';
import { editTotal } from './overlay.ts';
import { errorsOf, sessionChanged, type TagSession, useTagEdits } from './tag-session.ts';

/** The tab that shows the tags of a device. */
export const pathOf = (device: string): string => `device/${device}/tags`;

/** Tells the workbench what is pending and what is wrong, and keeps edits in this browser. */
export function publishEdits(): void {
  useTagEdits.subscribe(({ byDevice }, before) => {
    for (const [device, session] of Object.entries(byDevice)) {
      const old = before.byDevice[device];
      if (session.history === old?.history && session.faults === old.faults && session.status === old.status) continue;
      publish(device, session);
      if (session.faults !== old?.faults) tellProblems(device, session);
      if (session.history.now !== old?.history.now) keepEdits(device, session.revision, session.history.now);
    }
  });
}

function publish(device: string, session: TagSession): void {
  const { now, past, future } = session.history;
  const edits = editTotal(now);
  const isIdle = edits === 0 && past.length === 0 && future.length === 0;
  const pending = {
    edits,
    errors: errorsOf(session),
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    apply: () => applyEdits(device),
    discard: () => discardEdits(device),
    undo: () => undoEdit(device),
    redo: () => redoEdit(device),
  };
  pendingChanged(pathOf(device), isIdle ? undefined : pending);
}

function tellProblems(device: string, { faults }: TagSession): void {
  const path = pathOf(device);
  problemsFound(
    `edits ${path}`,
    faults.map(({ row, column, severity, code, text }) => ({
      key: `${path} ${row} ${column} ${code}`,
      severity,
      device,
      text,
      messageId: messageId(code, text),
      go: () => {
        tabOpened(path, 'kept');
        if (row !== null) sessionChanged(device, { wanted: { row, column } });
      },
    })),
  );
}
