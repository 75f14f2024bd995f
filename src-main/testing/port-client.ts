import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { type DataFrame, decodeDataFrame } from '../../src-shared/contract/data-plane.ts';
import { acknowledgements, PORT_GREETING } from '../../src-shared/contract/port-protocol.ts';

type Listener = (event: { readonly data: unknown }) => void;
/** The page's end: what a browser, Node and Electron all have. */
export interface PagePort {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: Listener): void;
  start(): void;
  close(): void;
}

/** A page without a screen on a message port. */
export interface PortClient {
  readonly rpc: NexusClient;
  readonly frames: DataFrame[];
  /** Resolves when the engine has taken the port. */
  readonly greeted: Promise<void>;
  /** Resolves when the port is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

/** @param acknowledges false: a page that reads and never says so, as one that hangs. */
export function connectPort(port: PagePort, acknowledges = true): PortClient {
  const frames: DataFrame[] = [];
  const greeted = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const calls: Listener[] = [];
  const count = acknowledgements((total) => port.postMessage(total));
  port.addEventListener('message', (event) => {
    if (acknowledges) count(event.data);
    if (event.data === PORT_GREETING) greeted.resolve();
    else if (event.data instanceof ArrayBuffer) frames.push(decodeDataFrame(event.data));
    else for (const tell of calls) tell(event);
  });
  port.addEventListener('close', () => closed.resolve());
  const texts = {
    postMessage: (message: unknown) => port.postMessage(message),
    addEventListener: (type: string, listener: Listener) => {
      if (type === 'message') calls.push(listener);
      else void closed.promise.then(() => listener({ data: undefined }));
    },
  };
  const rpc = createORPCClient(new RPCLink({ port: texts })) as unknown as NexusClient;
  port.start();
  return { rpc, frames, greeted: greeted.promise, closed: closed.promise };
}
