import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Library } from './library.ts';
import { type ConnectPhase, notGreeted, notReached, refused, type UaPeer } from './link-error.ts';
import { statusNumber } from './unnamed-status.ts';

/** What is known of a connect that came to nothing. */
export interface ConnectAttempt {
  readonly peer: UaPeer;
  readonly phase: ConnectPhase;
  readonly connectTimeoutMs: number;
  /** What Node said of the socket. */
  readonly socketError: Error | undefined;
  /** Why what came was no OPC UA. */
  readonly garbage: Error | undefined;
  /** Name of the code with which the peer ended the connection. */
  readonly ended?: string | undefined;
}

interface Header {
  readonly serviceResult: { readonly name: string; readonly value: number };
}

/**
 * The name of the code with which the server refused; undefined where it did not, or did not answer. The library says
 * it in the answer, in the error's `response` or `statusCode`.
 */
export function faultStatus(error: unknown, answer?: { readonly responseHeader: Header }): string | undefined {
  const told = error as
    | { readonly response?: { readonly responseHeader: Header }; readonly statusCode?: { readonly name: string } }
    | undefined;
  const result = (answer ?? told?.response)?.responseHeader.serviceResult;
  if (result) return result.value >>> 30 === 0 ? undefined : result.name;
  return told?.statusCode?.name;
}

/** `BadSecurityChecksFailed`, or the number of a code that has no name. */
export function statusName({ client }: Library, code: number): string {
  return Object.values(client.StatusCodes).find(({ value }) => value === code)?.name ?? statusNumber(code);
}

/** The error of a connect, in our words. */
export function connectFault(cause: unknown, attempt: ConnectAttempt): NexusError {
  const { peer, phase, connectTimeoutMs, socketError, garbage, ended } = attempt;
  if (garbage) return notGreeted(peer, garbage);
  if (phase === 'tcp') return notReached(peer, socketError ?? (cause as Error), connectTimeoutMs);
  const message = cause instanceof Error ? cause.message : String(cause);
  const status = ended ?? faultStatus(cause) ?? /\bBad[A-Z][A-Za-z]+/.exec(message)?.[0];
  if (status !== undefined) return refused(peer, status, cause);
  const kind = /Cannot find (ANONYMOUS|USERNAME|Certificate)/.exec(message)?.[1];
  if (kind !== undefined) return noSuchUser(peer, kind);
  if (/End ?point must exist|Cannot find an Endpoint/i.test(message)) return noSuchEndpoint(peer);
  return notGreeted(peer, cause);
}

const KINDS: Readonly<Record<string, string>> = {
  ANONYMOUS: 'users without a name',
  USERNAME: 'user names',
  Certificate: 'certificates of users',
};

function noSuchUser(peer: UaPeer, kind: string): NexusError {
  return new NexusError(
    'NX_NET_REFUSED',
    `${peer.host}:${peer.port} takes no ${KINDS[kind]} at this endpoint. Choose another kind of user, or another security.`,
    { ...peer },
  );
}

function noSuchEndpoint(peer: UaPeer): NexusError {
  return new NexusError(
    'NX_NET_REFUSED',
    `${peer.host}:${peer.port} offers no endpoint with this security mode and policy. Choose one that it offers.`,
    { ...peer, message: 'opcua.endpoint' },
  );
}
