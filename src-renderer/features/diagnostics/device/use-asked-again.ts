import { useEffect, useState } from 'react';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { isOpen, useLink } from '../../../state/link.ts';

/** What was answered last; `reason`: why there is no newer answer. */
export interface Answered<T> {
  readonly value: T | undefined;
  readonly reason: string;
  readonly askAgain: () => void;
}

/**
 * Asks now and then while the gateway is there; what was answered for another `key` is forgotten.
 * @param ask kept by the caller (useCallback).
 */
export function useAskedAgain<T>(ask: () => Promise<T>, key: string, everyMs: number): Answered<T> {
  const [told, setTold] = useState<{ readonly key: string; readonly value?: T; readonly reason: string }>({
    key,
    reason: '',
  });
  const [attempt, setAttempt] = useState(0);
  const isLinked = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (!isLinked) return undefined;
    let isOver = false;
    const take = (): void =>
      void ask().then(
        (value) => isOver || setTold({ key, value, reason: '' }),
        (error: unknown) =>
          isOver || !isOpen() || setTold((before) => ({ ...before, reason: toNexusError(error).text })),
      );
    take();
    const timer = setInterval(take, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [ask, key, everyMs, attempt, isLinked]);
  return {
    value: told.key === key ? told.value : undefined,
    reason: told.reason,
    askAgain: () => setAttempt(attempt + 1),
  };
}
