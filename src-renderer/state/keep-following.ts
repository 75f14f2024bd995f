import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { sleep } from '../rpc/sleep.ts';
import { isOpen, linkOpen } from './link.ts';

export interface Following<T> {
  /** Opens the stream; called for every attempt, and only while there is a link. */
  readonly open: () => Promise<AsyncIterable<T>>;
  readonly take: (event: T) => void;
  /** What the gateway refused. Never that the link is being made or lost: the shell says that, and pages wait. */
  readonly failed: (text: string) => void;
  readonly retryMs: number;
}

/** Follows a stream of the gateway until the signal. One that ends, is refused or lost its link begins anew. Never rejects. */
export async function keepFollowing<T>(
  { open, take, failed, retryMs }: Following<T>,
  signal: AbortSignal,
): Promise<void> {
  for (; !signal.aborted; await sleep(retryMs, signal)) {
    await linkOpen(signal);
    if (signal.aborted) return;
    try {
      for await (const event of await open()) {
        if (signal.aborted) return;
        take(event);
      }
    } catch (error) {
      if (!signal.aborted && isOpen()) failed(toNexusError(error).text);
    }
  }
}
