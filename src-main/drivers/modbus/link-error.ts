import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatExceptionCode } from './exception.ts';
import type { LinkPeer } from './link-peer.ts';

export function noAnswer(peer: LinkPeer, unitId: number, requestTimeoutMs: number): NexusError {
  const within = `within ${requestTimeoutMs / 1_000} s`;
  const text =
    peer.kind === 'tcp'
      ? `${peer.place} accepted the connection, but unit ${unitId} did not answer ${within}. Check the unit ID and the load of the device.`
      : `${peer.place} is open, but unit ${unitId} did not answer ${within}. Check the unit ID, baud rate and parity, then the wires A and B.`;
  return new NexusError('NX_DRIVER_TIMEOUT', text, { ...peer.context, unitId, requestTimeoutMs });
}

/** @param seen what came instead of the reply @param fault what was wrong with it, for programs */
export function brokenProtocol(peer: LinkPeer, seen: string, fault = ''): NexusError {
  const next =
    peer.kind === 'tcp'
      ? `Check that the port speaks ${peer.service} and that no other program shares it.`
      : 'Check baud rate and parity, the termination of the line and that there is no other master.';
  return new NexusError('NX_DRIVER_PROTOCOL', `${peer.place} sent ${seen}. The connection was closed. ${next}`, {
    ...peer.context,
    ...(fault !== '' && { fault }),
  });
}

/** @param code 10 or 11: a gateway answered in the place of the unit. */
export function unitSilent({ gateway, context }: LinkPeer, unitId: number, code: number): NexusError {
  return new NexusError(
    'NX_DRIVER_UNIT_SILENT',
    `${gateway} answered, but unit ${unitId} did not. Check the unit ID or run Scan units. (${formatExceptionCode(code)})`,
    { ...context, unitId },
  );
}

export function disconnected({ place, context }: LinkPeer, cause?: unknown): NexusError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${place} was lost. It is tried again by itself.${code}`,
    { ...context },
    { cause },
  );
}

/** What a fault of one device is to the others on the same connection. */
export function closedByOther({ place, context }: LinkPeer, cause: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${place} was closed after a fault of another device that shares it. It is opened again by itself.`,
    { ...context },
    { cause },
  );
}

/** @param what is called off: `work`, `request`, `write` */
export function cancelled({ place, context }: LinkPeer, cause?: unknown, what = 'work'): NexusError {
  const preposition = what === 'work' ? 'on' : 'to';
  return new NexusError(
    'NX_CANCELLED',
    `The ${what} ${preposition} ${place} was cancelled.`,
    { ...context },
    { cause },
  );
}
