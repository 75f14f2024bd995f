import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatExceptionCode } from './exception.ts';

export interface TcpPeer {
  readonly host: string;
  readonly port: number;
}

const placeOf = ({ host, port }: TcpPeer): string => `${host}:${port}`;

export function noAnswer(peer: TcpPeer, unitId: number, requestTimeoutMs: number): NexusError {
  return new NexusError(
    'NX_DRIVER_TIMEOUT',
    `${placeOf(peer)} accepted the connection, but unit ${unitId} did not answer within ${requestTimeoutMs / 1_000} s. Check the unit ID and the load of the device.`,
    { ...peer, unitId, requestTimeoutMs },
  );
}

/** @param seen what came instead of the reply */
export function brokenProtocol(peer: TcpPeer, seen: string): NexusError {
  return new NexusError(
    'NX_DRIVER_PROTOCOL',
    `${placeOf(peer)} sent ${seen}. The connection was closed. Check that the port speaks Modbus TCP and that no other program shares it.`,
    { ...peer },
  );
}

/** @param code 10 or 11: a gateway answered in the place of the unit. */
export function unitSilent({ host, port }: TcpPeer, unitId: number, code: number): NexusError {
  return new NexusError(
    'NX_DRIVER_UNIT_SILENT',
    `The gateway at ${host} answered, but unit ${unitId} did not. Check the unit ID or run Scan units. (${formatExceptionCode(code)})`,
    { host, port, unitId },
  );
}

export function disconnected(peer: TcpPeer, cause?: unknown): NexusError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${placeOf(peer)} was lost. It is tried again by itself.${code}`,
    { ...peer },
    { cause },
  );
}

/** What a fault of one device is to the others on the same connection. */
export function closedByOther(peer: TcpPeer, cause: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `The connection to ${placeOf(peer)} was closed after a fault of another device that shares it. It is opened again by itself.`,
    { ...peer },
    { cause },
  );
}

export function cancelled(peer: TcpPeer, cause?: unknown): NexusError {
  return new NexusError('NX_CANCELLED', `The work on ${placeOf(peer)} was cancelled.`, { ...peer }, { cause });
}
