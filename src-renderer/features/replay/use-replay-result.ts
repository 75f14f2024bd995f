import { useEffect, useState } from 'react';
import type { ReplayResult } from '../../../src-shared/contract/replay.ts';
import { rpc } from '../../rpc/connect.ts';
import { isOpen, useLink } from '../../state/link.ts';
import { type Fault, faultOf } from './replay-store.ts';

/** What a comparison found, once it is done; read again when the link is back. */
export function useReplayResult(
  id: string,
  state: string | undefined,
): { readonly result: ReplayResult | undefined; readonly fault: Fault | undefined; readonly readAgain: () => void } {
  const [read, setRead] = useState<{ readonly result?: ReplayResult; readonly fault?: Fault }>({});
  const [attempt, setAttempt] = useState(0);
  const isLinked = useLink((link) => link.state.kind === 'open');
  const isDue = isLinked && state !== 'running' && state !== 'failed' && state !== 'cancelled' && !read.result;
  useEffect(() => {
    if (!isDue) return undefined;
    let isOver = false;
    rpc()
      .replay.result({ id })
      .then(
        (result) => isOver || setRead({ result }),
        (error: unknown) => isOver || !isOpen() || setRead({ fault: faultOf(error) }),
      );
    return () => {
      isOver = true;
    };
  }, [id, isDue, state, attempt]);
  return { result: read.result, fault: read.fault, readAgain: () => setAttempt(attempt + 1) };
}
