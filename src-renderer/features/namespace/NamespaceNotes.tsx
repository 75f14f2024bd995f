import type { ReactNode } from 'react';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { Strip } from '../../ui/Strip.tsx';

interface NamespaceNotesProps {
  readonly state: NamespaceState;
  /** The page has no link to its gateway. */
  readonly isLost: boolean;
}

/** What is to be known of the tree as a whole: that it stands still, or that it is not everything. */
export function NamespaceNotes({ state, isLost }: NamespaceNotesProps): ReactNode {
  const { link, reason, beyondMessages, beyondPayloads, limitTopics } = state;
  if (isLost)
    return (
      <Strip tone="warning" announce="none">
        The gateway is lost. The tree below is from before that.
      </Strip>
    );
  if (link === 'offline')
    return (
      <Strip tone="error" announce="status">
        {reason} The tree below is from before that.
      </Strip>
    );
  if (beyondMessages > 0)
    return (
      <Strip tone="warning" announce="none">
        More than {formatInteger(limitTopics)} topics, or more than mqtt.explorer.memory holds: messages of the others
        are counted and not kept. Subscribe to less, or raise the limit.
      </Strip>
    );
  if (beyondPayloads > 0)
    return (
      <Strip tone="warning" announce="none">
        The memory of the namespace is full: some payloads are not kept. Subscribe to less, or raise
        mqtt.explorer.memory.
      </Strip>
    );
  return null;
}
