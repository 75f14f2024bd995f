import type { ClientLease } from './client-lease.ts';
import { cancelled } from './link-error.ts';

/** Does work over a link that is closed where the signal ends it: what it waits for rejects with NX_CANCELLED then. */
export async function endedBy<T>(signal: AbortSignal, lease: ClientLease, work: () => Promise<T>): Promise<T> {
  const reason = (): ReturnType<typeof cancelled> => cancelled(lease.peer, signal.reason, 'request');
  const onAbort = (): void => void lease.close(reason());
  if (signal.aborted) {
    await lease.close();
    throw reason();
  }
  signal.addEventListener('abort', onAbort);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
