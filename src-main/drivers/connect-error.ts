import { hostname } from 'node:os';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** Where a connection was tried. */
export interface DialledPeer {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  /** What should listen there: `Modbus TCP`. */
  readonly service: string;
}

/** No answer to the connect within the time that the device's settings allow. */
export function connectTimeoutError({ host, port, connectTimeoutMs }: DialledPeer, cause?: unknown): NexusError {
  return new NexusError(
    'NX_NET_TIMEOUT',
    `No answer from ${host}:${port} within ${connectTimeoutMs / 1_000} s. Check power, cable, address and firewall. (ETIMEDOUT)`,
    { host, port, connectTimeoutMs },
    { cause },
  );
}

/** Translates what Node says when a TCP connection does not come about. Node keeps the operating system's names. */
export function connectError(cause: Error, peer: DialledPeer): NexusError {
  const { host, port, service } = peer;
  const context = { host, port };
  const reason = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  switch (reason) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new NexusError(
        'NX_NET_DNS',
        `Host name “${host}” was not found by DNS on ${hostname()}. Use the IP address or ask IT for a DNS entry. (${reason})`,
        context,
        { cause },
      );
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return new NexusError(
        'NX_NET_REFUSED',
        `${host} answered but refused port ${port}. Check the port and that ${service} is enabled on the device. (${reason})`,
        context,
        { cause },
      );
    case 'ETIMEDOUT':
      return connectTimeoutError(peer, cause);
    default:
      return new NexusError(
        'NX_NET_UNREACHABLE',
        `There is no way to ${host}:${port} from ${hostname()}. Check the network, the address and the gateway of this computer. (${reason})`,
        context,
        { cause },
      );
  }
}
