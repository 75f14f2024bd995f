import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { ClientLease } from './client-lease.ts';
import type { CompiledWrite } from './compile-write.ts';
import { cancelled } from './link-error.ts';
import type { LinkPeer } from './link-peer.ts';
import { DATA } from './strict-client.ts';
import type { UnitConnection } from './unit-connection.ts';
import { exceptionError, unknownOutcome } from './write-outcome.ts';

/**
 * Sends one write, once. Resolves when the device confirmed it, byte for byte; rejects as `Driver.write` says. An
 * abort before the sending leaves the link open, one after it closes it: the answer would belong to nobody.
 */
export async function sendWrite(
  lease: ClientLease,
  write: CompiledWrite,
  { notation }: UnitConnection,
  signal: AbortSignal,
): Promise<void> {
  const { peer } = lease;
  const target = { peer, notation };
  if (signal.aborted) throw cancelled(peer, signal.reason, 'write');
  // From here to `request` nothing else can run, so that what has no obstacle now is sent.
  const { obstacle } = lease;
  if (obstacle) throw notSent(obstacle, peer);
  const onAbort = (): void => void lease.close(cancelled(peer, signal.reason, 'write'));
  signal.addEventListener('abort', onAbort);
  let code: number;
  try {
    const asked = lease.request(write.request);
    crashPoint('command.afterSend');
    code = await asked;
  } catch (cause) {
    throw unknownOutcome(write, target, toNexusError(cause).text, cause);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  if (code === DATA) return;
  const error = exceptionError(code, write, target);
  if (error.code === 'NX_DRIVER_UNKNOWN_OUTCOME') await lease.close(error);
  throw error;
}

/** Whatever ended the link before, for a write it means one thing: it is gone, and nothing was sent. */
function notSent(obstacle: NexusError, { place, context }: LinkPeer): NexusError {
  if (obstacle.code === 'NX_INTERNAL') return obstacle;
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `Nothing was written: there is no connection to ${place}. ${obstacle.text}`,
    { ...context },
    { cause: obstacle },
  );
}
