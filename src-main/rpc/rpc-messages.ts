import type { WebSocket } from 'ws';
import { z } from 'zod';
import { nestsDeeper } from './strict-json.ts';

/** Codes of RFC 6455 7.4.1. */
const CLOSE = { unsupported: 1003, malformed: 1007 } as const;
/** How every call begins, whoever wrote the client. */
const BEGINNING = '{"i":';
const CALL = /^\{"i":"([^"\\]{1,64})"/;
/** What REST takes, and the four levels of the envelope. */
const DEPTH = 24;
const GIVEN_UP = 4;
const Id = z.string().max(64);
/**
 * A call, or that its answer is no longer wanted. The library behind it takes more: methods, headers, files, and streams of
 * the caller's, which it would queue without an end.
 */
const Message = z.union([
  z.strictObject({ i: Id, p: z.strictObject({ u: z.string().startsWith('/'), b: z.unknown().optional() }) }),
  z.strictObject({ i: Id, t: z.literal(GIVEN_UP), p: z.unknown().optional() }),
]);

/**
 * A socket as the calls see it: text messages that are calls. What peers send is otherwise no mistake of a client of
 * ours: such a connection is closed, and nothing of it is read.
 */
export function rpcMessages(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const take = (listener: (event: { readonly data: unknown }) => void) => (event: { readonly data: unknown }) => {
    const { data } = event;
    // What comes behind it until the peer closes too is not read either.
    if (socket.readyState !== socket.OPEN) return;
    if (typeof data !== 'string') socket.close(CLOSE.unsupported, 'text messages only');
    else if (!data.startsWith(BEGINNING)) socket.close(CLOSE.malformed, 'not a call');
    else if (nestsDeeper(data, DEPTH)) socket.send(tooDeep(CALL.exec(data)?.[1] ?? ''));
    else if (!isCall(data)) socket.close(CLOSE.malformed, 'not a call');
    else listener(event);
  };
  return {
    send: socket.send.bind(socket) as WebSocket['send'],
    addEventListener: ((type: string, listener: (event: { readonly data: unknown }) => void) =>
      socket.addEventListener(type as 'message', type === 'message' ? take(listener) : listener)) as never,
  };
}

function isCall(text: string): boolean {
  try {
    return Message.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** The answer to a call that whoever walks through its input could not take. */
function tooDeep(call: string): string {
  const message = `The input nests deeper than ${DEPTH} levels.`;
  return JSON.stringify({
    i: call,
    p: { s: 400, b: { json: { defined: false, code: 'BAD_REQUEST', status: 400, message } } },
  });
}
