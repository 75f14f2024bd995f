import { useEffect } from 'react';
import { useLink } from '../../state/link.ts';
import { useSession } from '../../state/session.ts';
import { followUsers } from './users-store.ts';

/** Keeps the lists of users, keys and sessions up to date while a page shows them. */
export function useFollowedUsers(): void {
  const isLinked = useLink(({ state }) => state.kind === 'open');
  const isLocked = useSession((state) => state.isLocked);
  useEffect(() => {
    if (!isLinked || isLocked) return undefined;
    const abort = new AbortController();
    void followUsers(abort.signal);
    return () => abort.abort();
  }, [isLinked, isLocked]);
}
