import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** What the calls need of a socket: text messages only. The binary ones are the data plane's. */
export type TextSocket = Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>;

/** What an end was: of the connection alone, or of the session too. */
export type WireEnd = 'lost' | 'session ended';

/** One open connection to an engine. Calls travel as text, columns as binary frames, in the order they were sent. */
export interface Wire {
  readonly text: TextSocket;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<WireEnd>;
  /** Milliseconds since the last message of any kind. */
  silentMs(): number;
  close(): void;
}

const DIAL_DEADLINE_MS = 5_000;
/** What the gateway closes a socket with whose session ended (RFC 6455, 7.4.2). */
const SESSION_ENDED = 4401;

/**
 * Dials the engine that served this page.
 *
 * @param onFrame is called for each binary message; when it throws, the stream is broken and the connection is closed.
 * @throws NexusError NX_NET_UNREACHABLE when the socket does not open within 5 s.
 */
export async function openWire(
  url: string,
  protocols: readonly string[],
  onFrame: (frame: ArrayBuffer) => void,
  signal: AbortSignal,
): Promise<Wire> {
  const socket = new WebSocket(url, [...protocols]);
  socket.binaryType = 'arraybuffer';
  let heardAtMs = performance.now();
  const end = Promise.withResolvers<WireEnd>();
  // A dead network never finishes the closing handshake, so closing here ends the connection at once.
  const close = (): void => {
    socket.close();
    end.resolve('lost');
  };
  const onClose = ({ code }: CloseEvent): void => end.resolve(code === SESSION_ENDED ? 'session ended' : 'lost');
  socket.addEventListener('close', onClose, { once: true });
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    heardAtMs = performance.now();
    if (!(event.data instanceof ArrayBuffer)) return;
    try {
      onFrame(event.data);
    } catch {
      close();
    }
  });
  const closed = end.promise;
  await opened(socket, closed, AbortSignal.any([signal, AbortSignal.timeout(DIAL_DEADLINE_MS)]));
  return {
    text: textOnly(socket, closed),
    closed,
    silentMs: () => performance.now() - heardAtMs,
    close,
  };
}

async function opened(socket: WebSocket, closed: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const open = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve(), { once: true });
  });
  await Promise.race([open, closed, aborted]);
  if (socket.readyState === WebSocket.OPEN && !signal.aborted) return;
  socket.close();
  throw new NexusError('NX_NET_UNREACHABLE', `The gateway at ${socket.url} did not answer.`, { url: socket.url });
}

/**
 * The same socket without its binary messages, which the envelope of the calls would take for its own. It hears of the
 * end at once, also where the closing handshake would take minutes, so that no call waits for a dead network.
 */
function textOnly(socket: WebSocket, closed: Promise<unknown>): TextSocket {
  const addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions): void => {
    if (type === 'close') return void closed.then(() => listener(new Event('close')));
    if (type !== 'message') return socket.addEventListener(type, listener, options);
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') listener(event);
    });
  };
  return {
    get readyState() {
      return socket.readyState;
    },
    send: (data) => socket.send(data),
    addEventListener: addEventListener as WebSocket['addEventListener'],
    removeEventListener: socket.removeEventListener.bind(socket) as WebSocket['removeEventListener'],
  };
}
