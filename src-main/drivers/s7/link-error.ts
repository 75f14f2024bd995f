import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { connectError, connectTimeoutError } from '../connect-error.ts';
import { placeOf, type S7Connection } from './connection.ts';
import type { LinkLoss, LinkPhase } from './nodes7-link.ts';

/** Where a driver's connection leads, for its texts. */
export interface S7Peer {
  readonly host: string;
  readonly port: number;
  /** `rack 0 slot 1` or the TSAP. */
  readonly place: string;
}

export function peerOf(connection: S7Connection): S7Peer {
  const { host, port, remote_tsap } = connection;
  const { rack, slot } = placeOf(connection);
  return { host, port, place: remote_tsap === undefined ? `rack ${rack} slot ${slot}` : `TSAP ${remote_tsap}` };
}

const SERVICE = 'S7 communication';
const where = ({ host, port }: S7Peer): string => `${host}:${port}`;
const contextOf = ({ host, port }: S7Peer): { readonly host: string; readonly port: number } => ({ host, port });

/** No connection within its time. */
export function tooLate(peer: S7Peer, phase: LinkPhase, connectTimeoutMs: number): NexusError {
  if (phase === 'tcp') return connectTimeoutError({ ...contextOf(peer), connectTimeoutMs, service: SERVICE });
  return new NexusError(
    'NX_NET_TIMEOUT',
    `${where(peer)} accepted the connection, but no CPU at ${peer.place} answered within ${connectTimeoutMs / 1_000} s. Check rack and slot, and that the port speaks S7.`,
    { ...contextOf(peer), connectTimeoutMs },
  );
}

/** A connection that did not come about. */
export function notConnected(peer: S7Peer, loss: LinkLoss, connectTimeoutMs: number): NexusError {
  const { phase, seen, cause } = loss;
  if (phase === 'tcp') {
    return connectError(cause ?? new Error('closed'), { ...contextOf(peer), connectTimeoutMs, service: SERVICE });
  }
  if (seen !== undefined) {
    return new NexusError(
      'NX_NET_REFUSED',
      `${where(peer)} sent ${seen}. Check that the port speaks S7 (ISO on TCP), normally 102.`,
      contextOf(peer),
      { cause },
    );
  }
  return new NexusError(
    'NX_NET_REFUSED',
    `Connected to ${peer.host}, but no CPU at ${peer.place}. S7-1200/1500 use slot 1, S7-300 slot 2.`,
    { ...contextOf(peer), message: 's7.slot' },
    { cause },
  );
}

export function noAnswer(peer: S7Peer, requestTimeoutMs: number): NexusError {
  return new NexusError(
    'NX_DRIVER_TIMEOUT',
    `${where(peer)} accepted the connection, but the CPU did not answer within ${requestTimeoutMs / 1_000} s. Check the load of the CPU, or raise request_timeout.`,
    { ...contextOf(peer), requestTimeoutMs },
  );
}

/** @param seen what came instead of the reply */
export function brokenProtocol(peer: S7Peer, seen: string, cause?: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_PROTOCOL',
    `${where(peer)} sent ${seen}. The connection was closed. Check that the port speaks S7 and that no other program shares it.`,
    contextOf(peer),
    { cause },
  );
}

export function disconnected(peer: S7Peer, cause?: unknown): NexusError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${where(peer)} was lost. It is tried again by itself.${code}`,
    contextOf(peer),
    { cause },
  );
}

export function cancelled(peer: S7Peer, cause?: unknown): NexusError {
  return new NexusError('NX_CANCELLED', `The work on ${where(peer)} was cancelled.`, contextOf(peer), { cause });
}
