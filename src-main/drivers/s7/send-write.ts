import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { CompiledWrite } from './compile-write.ts';
import { formatTarget } from './format-address.ts';
import { cancelled, type S7Peer } from './link-error.ts';
import { ITEM_OK } from './request.ts';
import { describeCode } from './return-code.ts';
import { DATA, type S7Client } from './s7-client.ts';
import { writeCode } from './write-request.ts';

/**
 * Sends one write, once. Resolves when the CPU confirmed it; rejects as `Driver.write` says. An abort before the
 * sending leaves the link open, one after it closes it: the answer would belong to nobody.
 */
export async function sendWrite(
  client: S7Client,
  { target, request }: CompiledWrite,
  signal: AbortSignal,
): Promise<void> {
  const { peer } = client;
  if (signal.aborted) throw cancelled(peer, signal.reason);
  // From here to `request` nothing else can run, so that what has no obstacle now is sent.
  const { obstacle } = client;
  if (obstacle) throw notSent(obstacle, peer);
  const onAbort = (): void => void client.close(cancelled(peer, signal.reason));
  signal.addEventListener('abort', onAbort);
  let code: number;
  try {
    const whole = await client.request(request);
    code = whole === DATA ? writeCode(client.reply) : whole;
  } catch (cause) {
    throw new NexusError(
      'NX_DRIVER_UNKNOWN_OUTCOME',
      `The write to ${formatTarget(target)} was sent, and whether it took effect is not known. Read the value before writing again. ${toNexusError(cause).text}`,
      { host: peer.host, port: peer.port },
      { cause },
    );
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  if (code === ITEM_OK) return;
  throw new NexusError('NX_DRIVER_REJECTED', describeCode(code, target, 'write'), {
    host: peer.host,
    port: peer.port,
    returnCode: code,
  });
}

/** Whatever ended the link before, for a write it means one thing: it is gone, and nothing was sent. */
export function notSent(obstacle: NexusError, { host, port }: S7Peer): NexusError {
  if (obstacle.code === 'NX_INTERNAL') return obstacle;
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `Nothing was written: there is no connection to ${host}:${port}. ${obstacle.text}`,
    { host, port },
    { cause: obstacle },
  );
}
