import type { ReactNode } from 'react';
import { tabOpened } from '../../state/layout.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import type { PenLists } from './pen-lists.ts';

/** A trend without a pen: where pens come from. */
export function NoPens({ onPick }: { readonly onPick: () => void }): ReactNode {
  return (
    <EmptyState text="No pens yet. Pick tags here, or select them in a tag table and press Ctrl+Shift+A.">
      <button type="button" className="button primary" onClick={onPick}>
        Pick tags
      </button>
      <button type="button" className="button" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

/** Before the pens are known there is nothing to draw. */
export function NotReadYet({ lists }: { readonly lists: PenLists }): ReactNode {
  if (lists.status === 'loading') return <Waiting text="Reading the tags of these pens…" onRetry={lists.readAgain} />;
  const title = `The tags of ${lists.failed.join(', ')} could not be read.`;
  return <ErrorState title={title} cause={lists.reason} onRetry={lists.readAgain} />;
}
