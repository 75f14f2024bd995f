import type { EndpointDescription } from 'node-opcua-client';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { bareSecurity } from '../client-security.ts';
import { connectFault, statusName } from '../connect-fault.ts';
import { makeTransport } from '../guarded-transport.ts';
import type { Library } from '../library.ts';
import { type ConnectPhase, cancelled, type UaPeer } from '../link-error.ts';

export interface EndpointsParts {
  readonly library: Library;
  readonly peer: UaPeer;
  /** As it is dialled. */
  readonly url: string;
  readonly connectTimeoutMs: number;
  /** Ends the question at once; its reason is the rejection. */
  readonly signal: AbortSignal;
}

/**
 * Asks a server for its endpoints, over a connection of its own that shows no certificate and sends no secret. What it
 * says there is nobody's word but its own: whoever uses a certificate from it looks whether it is trusted.
 * Rejects with NX_NET_*, or with the reason of the signal.
 */
export async function askEndpoints(parts: EndpointsParts): Promise<readonly EndpointDescription[]> {
  const { library, peer, url, connectTimeoutMs, signal } = parts;
  let phase: ConnectPhase = 'tcp';
  let socketError: Error | undefined;
  let garbage: Error | undefined;
  let ended: string | undefined;
  let transport: ReturnType<typeof makeTransport> | undefined;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const events = {
    onConnected: () => void (phase = 'handshake'),
    onSocketError: (cause: Error) => void (socketError ??= cause),
    onGarbage: (cause: Error) => {
      garbage ??= cause;
      failed.reject(cause);
    },
    onClosed: () => {},
    onRefused: (code: number) => void (ended ??= statusName(library, code)),
    onFrame: undefined,
    isSecret: () => false,
  };
  const client = library.client.OPCUAClient.create({
    ...bareSecurity(library).options,
    clientName: 'Nexus Edge',
    connectionStrategy: { maxRetry: 0, initialDelay: 1, maxDelay: 1, randomisationFactor: 0 },
    endpointMustExist: false,
    transportTimeout: connectTimeoutMs,
    defaultTransactionTimeout: connectTimeoutMs,
    transportFactory: { create: (settings) => (transport = makeTransport(library, events, settings)) },
  });
  // Connecting would make a certificate on the disk of this computer and check it.
  Object.assign(client, { initializeCM: () => Promise.resolve() });
  const onAbort = (): void => failed.reject(reasonOf(signal, peer));
  signal.addEventListener('abort', onAbort);
  try {
    if (signal.aborted) throw reasonOf(signal, peer);
    const asked = client.connect(url).then(() => client.getEndpoints({ endpointUrl: url }));
    asked.catch(() => {});
    return await Promise.race([asked, failed.promise]);
  } catch (cause) {
    if (signal.aborted) throw reasonOf(signal, peer);
    throw connectFault(cause, { peer, phase, connectTimeoutMs, socketError, garbage, ended });
  } finally {
    signal.removeEventListener('abort', onAbort);
    await transport?.destroySocket();
    await new Promise<void>((resolve) => {
      client.disconnect(() => resolve());
    });
  }
}

const reasonOf = ({ reason }: AbortSignal, peer: UaPeer): NexusError =>
  reason instanceof NexusError ? reason : cancelled(peer, reason);
