import { BlockList, isIPv6, type Server, type Socket } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a peer is on this computer. */
export function isLoopbackAddress(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

export interface ConnectionLimits {
  /** At once, of all peers. */
  readonly all: number;
  /** At once, of one address; a proxy or the windows on this computer (loopback) share only the limit of all. */
  readonly ofAddress: number;
}

/** As the reliability reference 4.3 has them. */
export const CONNECTION_LIMITS: ConnectionLimits = { all: 100, ofAddress: 20 };

/** Closes connections beyond the limits as they come, before a byte is read. @returns how many were closed so far. */
export function limitConnections(server: Server, limits: ConnectionLimits): () => number {
  const open = new Map<string, number>();
  let refused = 0;
  server.maxConnections = limits.all;
  server.on('drop', () => refused++);
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    // A socket of this computer has none, nor has a connection that is gone already.
    if (address === undefined || isLoopbackAddress(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > limits.ofAddress) {
      refused++;
      return void socket.destroy();
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = open.get(address)! - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
  return () => refused;
}
