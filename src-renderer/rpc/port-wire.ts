import { acknowledgements, PORT_GREETING, PORT_HANDOVER } from '../../src-shared/contract/port-protocol.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { NexusShell } from './shell.ts';
import type { TextSocket, Wire, WireEnd } from './wire.ts';

const DIAL_DEADLINE_MS = 5_000;

/** Where the port comes in: the window of the page. */
export type PortSource = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly location: Pick<Location, 'origin'>;
};

/**
 * Asks the desktop shell for a port to the engine of its own program.
 *
 * @param onFrame as for `openWire`: when it throws, the connection is closed.
 * @throws NexusError NX_NET_UNREACHABLE when the engine does not take the port within 5 s.
 */
export async function openPortWire(
  shell: Pick<NexusShell, 'connect'>,
  page: PortSource,
  onFrame: (frame: ArrayBuffer) => void,
  signal: AbortSignal,
): Promise<Wire> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(DIAL_DEADLINE_MS)]);
  const port = await handedOver(shell, page, limit);
  const texts = new EventTarget();
  const greeted = Promise.withResolvers<boolean>();
  const end = Promise.withResolvers<WireEnd>();
  let isOpen = true;
  let heardAtMs = performance.now();
  const close = (): void => {
    isOpen = false;
    port.close();
    greeted.resolve(false);
    end.resolve('lost');
  };
  const count = acknowledgements((total) => port.postMessage(total));
  const take = ({ data }: MessageEvent<unknown>): void => {
    heardAtMs = performance.now();
    count(data);
    if (data === PORT_GREETING) return greeted.resolve(true);
    if (!(data instanceof ArrayBuffer)) return void texts.dispatchEvent(new MessageEvent('message', { data }));
    try {
      onFrame(data);
    } catch {
      close();
    }
  };
  port.addEventListener('message', take);
  port.addEventListener('close', close);
  limit.addEventListener('abort', () => greeted.resolve(false), { once: true });
  port.start();
  // A signal that was aborted before tells nobody.
  if (limit.aborted || !(await greeted.promise)) {
    close();
    throw new NexusError('NX_NET_UNREACHABLE', 'The engine of this window did not answer.');
  }
  void end.promise.then(() => texts.dispatchEvent(new Event('close')));
  const text = {
    get readyState() {
      return isOpen ? WebSocket.OPEN : WebSocket.CLOSED;
    },
    send: (message: unknown) => port.postMessage(message),
    addEventListener: texts.addEventListener.bind(texts),
    removeEventListener: texts.removeEventListener.bind(texts),
  } as unknown as TextSocket;
  return { text, closed: end.promise, silentMs: () => performance.now() - heardAtMs, close };
}

/** The preload posts the port to its own window; a message of any other window or origin is not looked at. */
async function handedOver(
  shell: Pick<NexusShell, 'connect'>,
  page: PortSource,
  limit: AbortSignal,
): Promise<MessagePort> {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const take = (event: MessageEvent<unknown>): void => {
    const isOurs = event.source === (page as unknown) && event.origin === page.location.origin;
    if (isOurs && event.data === PORT_HANDOVER && event.ports[0]) resolve(event.ports[0]);
  };
  const giveUp = (): void => reject(new NexusError('NX_NET_UNREACHABLE', 'The window was given no port.'));
  page.addEventListener('message', take);
  limit.addEventListener('abort', giveUp, { once: true });
  try {
    if (limit.aborted) giveUp();
    else shell.connect();
    return await promise;
  } finally {
    page.removeEventListener('message', take);
    limit.removeEventListener('abort', giveUp);
  }
}
