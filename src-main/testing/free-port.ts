import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range out of which operating systems take the ports of outgoing connections (32768 and up): none of them
 * takes such a port before its server listens, or while that is away.
 */
const FIRST = 16_384;
const PORTS = 16_384;

/** Tests run in several processes: each begins somewhere else, and none names a port twice before it named all. */
let next = randomInt(PORTS);

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS; tries++) {
    const port = FIRST + (next++ % PORTS);
    if (await canListen(port)) return port;
  }
  throw new RangeError(`No port of loopback is free from ${FIRST} to ${FIRST + PORTS - 1}`);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
