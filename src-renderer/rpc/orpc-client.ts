import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { type ErrorShape, NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { TextSocket } from './wire.ts';

const CALL_DEADLINE_MS = 10_000;

interface CallOptions {
  readonly signal?: AbortSignal;
}
type OrpcCall = (input: unknown, options: CallOptions) => Promise<unknown>;
type OrpcAreas = Readonly<Record<string, Readonly<Record<string, OrpcCall>>>>;

/**
 * The contract over one socket. This file alone knows the envelope (oRPC): calls get a deadline of 10 s, streams run
 * until their signal, and every rejection is a NexusError.
 */
export function createOrpcClient(socket: TextSocket): NexusClient {
  const areas = createORPCClient(new RPCLink({ websocket: socket })) as unknown as OrpcAreas;
  const client = new Proxy({} as Record<string, unknown>, {
    get: (_, area: string) =>
      new Proxy({} as Record<string, unknown>, {
        get: (_unused, name: string) => (first: unknown, second?: CallOptions) =>
          isStreamOptions(first) ? openStream(areas[area]![name]!, first) : call(areas[area]![name]!, first, second),
      }),
  });
  return client as unknown as NexusClient;
}

/** The contract calls a stream with options alone, a procedure with its input first. */
function isStreamOptions(first: unknown): first is { readonly signal: AbortSignal; readonly input?: unknown } {
  return typeof first === 'object' && first !== null && 'signal' in first && first.signal instanceof AbortSignal;
}

async function call(procedure: OrpcCall, input: unknown, options: CallOptions = {}): Promise<unknown> {
  const deadline = AbortSignal.timeout(CALL_DEADLINE_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  try {
    return await procedure(input, { signal });
  } catch (error) {
    throw toCallError(error, options.signal?.aborted === true);
  }
}

async function openStream(
  procedure: OrpcCall,
  { signal, input }: { readonly signal: AbortSignal; readonly input?: unknown },
): Promise<AsyncIterable<unknown>> {
  try {
    return (await procedure(input, { signal })) as AsyncIterable<unknown>;
  } catch (error) {
    throw toCallError(error, signal.aborted);
  }
}

function toCallError(error: unknown, cancelled: boolean): NexusError {
  if (error instanceof NexusError) return error;
  if (error instanceof ORPCError && isErrorShape(error.data)) return NexusError.fromShape(error.data);
  if (cancelled) return new NexusError('NX_CANCELLED', undefined, {}, { cause: error });
  if (error instanceof ORPCError) return new NexusError('NX_INTERNAL', error.message, {}, { cause: error });
  const text = 'The gateway did not answer. After a change, look whether it took effect before you try again.';
  return new NexusError('NX_NET_UNREACHABLE', text, {}, { cause: error });
}

function isErrorShape(data: unknown): data is ErrorShape {
  if (typeof data !== 'object' || data === null || !('code' in data) || !('message' in data)) return false;
  return typeof data.code === 'string' && data.code in ERROR_CODES && typeof data.message === 'string';
}
