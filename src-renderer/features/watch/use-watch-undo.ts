import { useEffect } from 'react';
import { pendingChanged } from '../../state/pending.ts';
import { rowsStepped, useWatchTables, watchPath } from '../../state/watch-tables.ts';

/** Lets undo and redo of the workbench work on the table. Its changes are saved at once: none is ever pending. */
export function useWatchUndo(id: string): void {
  const canUndo = useWatchTables(({ shown }) => (shown[id]?.undo.length ?? 0) > 0);
  const canRedo = useWatchTables(({ shown }) => (shown[id]?.redo.length ?? 0) > 0);
  useEffect(() => {
    const path = watchPath(id);
    pendingChanged(path, {
      edits: 0,
      errors: 0,
      canUndo,
      canRedo,
      apply: () => Promise.resolve(),
      discard: () => undefined,
      undo: () => rowsStepped(id, 'undo'),
      redo: () => rowsStepped(id, 'redo'),
    });
    return () => pendingChanged(path, undefined);
  }, [id, canUndo, canRedo]);
}
