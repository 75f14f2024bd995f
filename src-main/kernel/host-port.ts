import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { type ErrorShape, NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { type LogFields, type Logger, type LogLevel, loggerTo } from './logger.ts';
import type { CutOrder } from './socket-gate.ts';
import { threadGate } from './thread-gate.ts';

/** What crosses between the engine and a host. `body` belongs to the two ends; the rest to the supervisor. */
export type ToHost =
  | { readonly type: 'tell'; readonly body: unknown }
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly type: 'stop' };
export type FromHost =
  | { readonly type: 'ready' }
  | { readonly type: 'tell'; readonly body: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorShape }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string; readonly fields: LogFields };

/** Every host answers this one, whatever it does: it says that its loop goes round. */
export const PING = 'ping';
/** Every host answers this one too: its argument is a CutOrder, its result the CutState. */
export const CUT = 'cut';

/** A reply that hands its buffers over instead of copying them. */
export class Transfer {
  readonly result: unknown;
  readonly buffers: readonly ArrayBuffer[];
  constructor(result: unknown, buffers: readonly ArrayBuffer[]) {
    this.result = result;
    this.buffers = buffers;
  }
}

/** The work of one host. */
export interface HostWork {
  /** One-way messages, in the order they were sent. */
  onTell?(body: never): void;
  /** Calls by name; a rejection travels back as its error shape. */
  readonly calls?: Readonly<Record<string, (argument: never) => unknown>>;
  /** Ends all work; the thread ends when it resolves. */
  stop(): Promise<void>;
}

/** The engine as a host sees it. */
export interface EnginePort {
  tell(body: unknown, transfer?: readonly Transferable[]): void;
  readonly logger: Logger;
}

/**
 * Runs the body of a worker-thread host: `make` gets the data the supervisor gave and the port back; the host is
 * ready when it resolves. A rejection ends the thread, and the supervisor starts it again with back-off.
 */
export async function runHost<Data>(make: (data: Data, engine: EnginePort) => Promise<HostWork>): Promise<void> {
  const port = parentPort;
  if (!port) throw new NexusError('NX_INTERNAL', 'A host runs in a worker thread only');
  const send = (message: FromHost, transfer: readonly Transferable[] = []): void => port.postMessage(message, transfer);
  const logger = loggerTo((level, text, fields) => send({ type: 'log', level, text, fields }));
  const work = await make(workerData as Data, {
    tell: (body, transfer) => send({ type: 'tell', body }, transfer),
    logger,
  });
  const answer = async (message: Extract<ToHost, { type: 'call' }>): Promise<void> => {
    try {
      if (message.method === PING) return send({ type: 'reply', id: message.id, result: true });
      if (message.method === CUT)
        return send({ type: 'reply', id: message.id, result: threadGate.order(message.argument as CutOrder) });
      const call = work.calls?.[message.method];
      if (!call) throw new NexusError('NX_INTERNAL', `This host has no call “${message.method}”`);
      const result = await call(message.argument as never);
      if (result instanceof Transfer) send({ type: 'reply', id: message.id, result: result.result }, result.buffers);
      else send({ type: 'reply', id: message.id, result });
    } catch (error) {
      send({ type: 'refusal', id: message.id, error: toNexusError(error).toShape() });
    }
  };
  port.on('message', (message: ToHost) => {
    if (message.type === 'tell') work.onTell?.(message.body as never);
    else if (message.type === 'call') void answer(message);
    else void work.stop().finally(() => port.close());
  });
  send({ type: 'ready' });
}
