import { create } from 'zustand';
import type { RevisionView } from '../../src-shared/contract/config.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { isOpen } from './link.ts';

interface RevisionsState {
  /** Newest first; undefined before they were read. */
  readonly list: readonly RevisionView[] | undefined;
  /** The one that runs. */
  readonly current: number;
  /** Why they could not be read. */
  readonly problem: { readonly code: string; readonly text: string } | null;
}

/** The numbered states of the project. */
export const useRevisions = create<RevisionsState>()(() => ({ list: undefined, current: 0, problem: null }));

/** Reads them anew. Never rejects; what was read before stays. */
export async function revisionsRead(): Promise<void> {
  try {
    const { current, revisions } = await rpc().config.revisions({});
    useRevisions.setState({ list: revisions, current, problem: null });
  } catch (error) {
    const { code, text } = toNexusError(error);
    // With the next link they are read again; until then the shell says what is the matter.
    if (isOpen()) useRevisions.setState({ problem: { code, text } });
  }
}
