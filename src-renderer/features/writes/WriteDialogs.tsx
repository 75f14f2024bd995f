import { lazy, type ReactNode, Suspense } from 'react';
import { useWriting } from '../../state/writing.ts';

const ArmDialog = lazy(async () => ({ default: (await import('./ArmDialog.tsx')).ArmDialog }));
const WriteDialog = lazy(async () => ({ default: (await import('./WriteDialog.tsx')).WriteDialog }));

/** The dialogs of writing over whatever page is shown; what arms lies over what writes. */
export function WriteDialogs(): ReactNode {
  const { arm, tag } = useWriting();
  return (
    // Each waits for itself: a boundary that waits takes what it holds off the page, and a dialog with it.
    <>
      <Suspense fallback={null}>{tag ? <WriteDialog key={`${tag.device}/${tag.tag}`} tag={tag} /> : null}</Suspense>
      <Suspense fallback={null}>{arm === undefined ? null : <ArmDialog device={arm} />}</Suspense>
    </>
  );
}
