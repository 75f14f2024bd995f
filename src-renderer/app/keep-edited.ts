import { tabKept, useLayout } from '../state/layout.ts';
import { usePending } from '../state/pending.ts';

/** A tab that is edited is kept: the next preview does not take the place of what somebody works on. */
export function keepEdited(): void {
  usePending.subscribe(({ byTab }) => {
    for (const { path, kept } of useLayout.getState().tabs) {
      if (!kept && (byTab[path]?.edits ?? 0) > 0) tabKept(path);
    }
  });
}
