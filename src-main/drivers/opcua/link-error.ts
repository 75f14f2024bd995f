import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { connectError, connectTimeoutError, type DialledPeer } from '../connect-error.ts';
import { statusText } from './status-text.ts';

const SERVICE = 'an OPC UA server';

/** Where a connection leads, for its texts. */
export interface UaPeer {
  readonly host: string;
  readonly port: number;
}

const where = ({ host, port }: UaPeer): string => `${host}:${port}`;

/** How far a connect came. */
export type ConnectPhase = 'tcp' | 'handshake' | 'session';

/** No session within its time. */
export function tooLate(peer: UaPeer, phase: ConnectPhase, connectTimeoutMs: number): NexusError {
  const dialled: DialledPeer = { ...peer, connectTimeoutMs, service: SERVICE };
  if (phase === 'tcp') return connectTimeoutError(dialled);
  return new NexusError(
    'NX_NET_TIMEOUT',
    `${where(peer)} accepted the connection, but no OPC UA server answered within ${connectTimeoutMs / 1_000} s. Check that the port is that of the server, normally 4840.`,
    { ...peer, connectTimeoutMs },
  );
}

/** A TCP connection that did not come about. */
export function notReached(peer: UaPeer, cause: Error, connectTimeoutMs: number): NexusError {
  return connectError(cause, { ...peer, connectTimeoutMs, service: SERVICE });
}

/** The connection ended, or brought no OPC UA, before there was a session. */
export function notGreeted(peer: UaPeer, cause?: unknown): NexusError {
  return new NexusError(
    'NX_NET_REFUSED',
    `${where(peer)} accepted the connection and ended it before a session was there. Check that the port is that of an OPC UA server, normally 4840, and the log of the server.`,
    { ...peer },
    { cause },
  );
}

/** How servers say that they do not trust the certificate of this gateway. */
const TRUSTS_US_NOT: ReadonlySet<string> = new Set(['BadSecurityChecksFailed', 'BadCertificateUntrusted']);

/** The server said no. @param status the name of its code */
export function refused(peer: UaPeer, status: string, cause?: unknown): NexusError {
  const code = TRUSTS_US_NOT.has(status) ? 'NX_OPCUA_NOT_TRUSTED' : 'NX_NET_REFUSED';
  return new NexusError(code, `${where(peer)}: ${statusText(status)}`, { ...peer, status }, { cause });
}

export function noAnswer(peer: UaPeer, requestTimeoutMs: number): NexusError {
  return new NexusError(
    'NX_DRIVER_TIMEOUT',
    `${where(peer)} accepted the connection, but the server did not answer within ${requestTimeoutMs / 1_000} s. Check the load of the server, or raise request_timeout.`,
    { ...peer, requestTimeoutMs },
  );
}

/** @param seen what came instead of the reply */
export function brokenProtocol(peer: UaPeer, seen: string, cause?: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_PROTOCOL',
    `${where(peer)} sent ${seen}. The connection was closed. Check that the port is that of an OPC UA server.`,
    { ...peer },
    { cause },
  );
}

export const garbage = (peer: UaPeer, cause?: unknown): NexusError =>
  brokenProtocol(peer, 'something that is no OPC UA', cause);

export function disconnected(peer: UaPeer, cause?: unknown): NexusError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${where(peer)} was lost. It is tried again by itself.${code}`,
    { ...peer },
    { cause },
  );
}

/** What a server says when the session or its channel is gone. */
export const SESSION_GONE: ReadonlySet<string> = new Set([
  'BadSessionIdInvalid',
  'BadSessionClosed',
  'BadSessionNotActivated',
  'BadSecureChannelIdInvalid',
  'BadSecureChannelClosed',
  'BadSecureChannelTokenUnknown',
  'BadConnectionClosed',
  'BadCommunicationError',
]);

/** The server ended the session or the subscription by itself. */
export function sessionEnded(peer: UaPeer, name: string): NexusError {
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `${where(peer)} ended the session (${name}). A new one is opened by itself.`,
    { ...peer, status: name },
  );
}

/** The server refused a whole request over an open session. */
export function requestRefused(peer: UaPeer, name: string): NexusError {
  return new NexusError('NX_DRIVER_REJECTED', `${where(peer)}: ${statusText(name)}`, { ...peer, status: name });
}

export function cancelled(peer: UaPeer, cause?: unknown): NexusError {
  return new NexusError('NX_CANCELLED', `The work on ${where(peer)} was cancelled.`, { ...peer }, { cause });
}
