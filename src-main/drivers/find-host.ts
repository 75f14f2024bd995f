import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../kernel/clock.ts';
import { connectError } from './connect-error.ts';
import type { StepOutcome } from './probe-step.ts';

/** The peer of a probe, as `connectError` names it. */
type Peer = Parameters<typeof connectError>[1];

/**
 * The first step of a probe: asks the resolver for a host name, an address passes at once.
 *
 * @param cancelled makes the error for a signal that was aborted meanwhile.
 * @throws NexusError NX_NET_DNS when the name is not known or nobody answers in time.
 */
export async function findHost(
  peer: Peer,
  clock: Clock,
  signal: AbortSignal,
  cancelled: (reason: unknown) => Error,
): Promise<StepOutcome> {
  const { host, connectTimeoutMs } = peer;
  if (isIP(host) !== 0) return { state: 'pass' };
  const stop = new AbortController();
  // A resolver cannot be called off; whoever waits for it can.
  const tooLate = clock
    .sleep(connectTimeoutMs, AbortSignal.any([stop.signal, signal]))
    .then(() => Promise.reject(Object.assign(new Error('no answer in time'), { code: 'EAI_AGAIN' })));
  try {
    const found = await Promise.race([lookup(host, { all: true }), tooLate]);
    return { state: 'pass', sample: [{ address: host, text: found.map(({ address }) => address).join(', ') }] };
  } catch (cause) {
    if (signal.aborted) throw cancelled(signal.reason);
    throw connectError(cause as Error, peer);
  } finally {
    stop.abort();
    tooLate.catch(() => {});
  }
}
