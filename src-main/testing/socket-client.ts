import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { type DataFrame, decodeDataFrame } from '../../src-shared/contract/data-plane.ts';
import { contractClient } from './contract-client.ts';

/** A window without a screen: calls and binary frames on one socket, as a test needs them. */
export interface SocketClient {
  readonly rpc: NexusClient;
  readonly frames: DataFrame[];
  /** The raw socket, to send what no client would. */
  readonly socket: WebSocket;
  close(): Promise<void>;
}

/** @throws with the HTTP status when the upgrade is refused. */
export async function connectSocket(
  port: number,
  options: { readonly session?: string; readonly origin?: string } = {},
): Promise<SocketClient> {
  const protocols = ['nexus.v1', ...(options.session ? [`session.${options.session}`] : [])];
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/rpc`,
    protocols,
    options.origin ? { origin: options.origin } : {},
  );
  socket.binaryType = 'arraybuffer';
  const frames: DataFrame[] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary) frames.push(decodeDataFrame(data as ArrayBuffer));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // The library reads every message it is given; binary ones are the data plane's.
  const textOnly = new Proxy(socket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'addEventListener')
        return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(target) : value;
      return (type: string, listener: (event: { readonly data: unknown }) => void) =>
        target.addEventListener(type as 'message', (event) => {
          if (type !== 'message' || typeof event.data === 'string') listener(event);
        });
    },
  });
  const rpc = contractClient(createORPCClient(new RPCLink({ websocket: textOnly as never })));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      socket.once('close', () => resolve());
      // A stream that was given up a moment ago still says so.
      setImmediate(() => socket.terminate());
    });
  return { rpc, frames, socket, close };
}
