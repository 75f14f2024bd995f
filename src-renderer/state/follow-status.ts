import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { statusFailed, systemStatusRead } from './system.ts';

const RETRY_MS = 5_000;
let wake: () => void = () => undefined;

/** Takes the figures of the engine once a second, until the signal; what the engine refuses is asked for again. Never rejects. */
export async function followStatus(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const status of await rpc().system.status({ signal })) systemStatusRead(status);
    } catch (error) {
      if (signal.aborted) return;
      statusFailed(toNexusError(error));
    }
    await rest(signal);
  }
}

/** Asks at once, for a person who does not want to wait for the next attempt. */
export const statusAskedAgain = (): void => wake();

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
  });
}
