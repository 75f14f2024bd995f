import { connect, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { connectError, connectTimeoutError } from '../connect-error.ts';
import { cancelled } from './link-error.ts';
import { type LinkPeer, tcpPeer } from './link-peer.ts';
import type { WireListener } from './wire.ts';

/** More than the longest reply: what does not fit is too much anyway. */
const CHUNK_CAPACITY = 512;

export interface Dialling {
  readonly host: string;
  readonly port: number;
  readonly service: string;
  readonly timeoutMs: number;
  /** Bytes that are taken at once. */
  readonly capacity?: number;
}

/**
 * Resolves with a socket that is connected and tells the listener of what comes and of its end.
 * Rejects with NX_NET_* or NX_CANCELLED; the socket is destroyed then.
 */
export async function openSocket(
  dialling: Dialling,
  listener: WireListener,
  clock: Clock,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, service, capacity = CHUNK_CAPACITY } = dialling;
  const peer = tcpPeer(host, port, service);
  if (signal.aborted) throw cancelled(peer, signal.reason);
  // One buffer for the life of the connection instead of one for every segment.
  const buffer = Buffer.allocUnsafeSlow(capacity);
  const callback = (count: number): boolean => listener.received(buffer, count);
  const socket: Socket = connect({ host, port, noDelay: true, onread: { buffer, callback } });
  try {
    await connected(socket, dialling, peer, { listener, clock, signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.on('end', () => listener.lost());
  socket.on('close', () => listener.lost());
  return socket;
}

interface Waiting {
  readonly listener: WireListener;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Resolves when the connection stands. Rejects with the mapped error; the socket may still be connecting then. */
function connected(
  socket: Socket,
  { host, port, service, timeoutMs }: Dialling,
  peer: LinkPeer,
  { listener, clock, signal }: Waiting,
): Promise<void> {
  const place = { host, port, service, connectTimeoutMs: timeoutMs };
  return new Promise((resolve, reject) => {
    const onAbort = (): void => settle(() => reject(cancelled(peer, signal.reason)));
    const onTimeout = (): void => settle(() => reject(connectTimeoutError(place)));
    const onClose = (): void => settle(() => reject(cancelled(peer)));
    const deadline = clock.after(timeoutMs, onTimeout);
    const settle = (finish: () => void): void => {
      deadline.dispose();
      signal.removeEventListener('abort', onAbort);
      socket.off('close', onClose);
      finish();
    };
    signal.addEventListener('abort', onAbort);
    socket.once('connect', () => settle(resolve));
    socket.once('close', onClose);
    // Stays for the life of the socket: an error event without a listener would end the process.
    socket.on('error', (cause) => {
      settle(() => reject(connectError(cause, place)));
      listener.lost(cause);
    });
  });
}

/** Resolves when a socket that was destroyed is closed. */
export async function socketClosed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
