import { type AnyRouter, ORPCError, os } from '@orpc/server';
import type { NexusContract, NexusHandlers } from '../../src-shared/contract/contract.ts';
import type { Contract, EventStream, Procedure } from '../../src-shared/contract/define.ts';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Call } from './call.ts';

/*
 * The envelope: turns the plain contract and its handlers into an oRPC router, which sockets, ports and REST are
 * served from. Nothing outside the adapter files of this folder knows the library.
 */

/** What sockets, ports and REST are served from. */
export type RpcRouter = AnyRouter;

type AnyHandler = (input: unknown, call: Call) => unknown;
type AnyEventHandler = (call: Call, signal: AbortSignal, input: unknown) => AsyncIterable<unknown>;

export function orpcRouter(contract: NexusContract, handlers: NexusHandlers<Call>, logger: Logger): AnyRouter {
  const areas: Record<string, AnyRouter> = {};
  for (const [area, members] of Object.entries(contract as Contract)) {
    const own = handlers[area as keyof NexusContract] as Readonly<Record<string, unknown>>;
    const router: Record<string, AnyRouter> = {};
    for (const [name, member] of Object.entries(members)) {
      router[name] =
        member.kind === 'procedure'
          ? procedure(member, own[name] as AnyHandler, logger)
          : stream(member, own[name] as AnyEventHandler, logger);
    }
    areas[area] = router;
  }
  return areas;
}

function procedure(spec: Procedure, handler: AnyHandler, logger: Logger): AnyRouter {
  const base = os.$context<Call>();
  const routed = spec.rest ? base.route({ ...spec.rest, summary: spec.doc }) : base;
  return routed
    .input(spec.input)
    .output(spec.output)
    .handler(async ({ input, context, signal }) => {
      try {
        return await handler(input, { ...context, signal });
      } catch (error) {
        throw toWire(error, logger);
      }
    });
}

/** Payloads are made by the engine's own typed code: they are not validated a second time on their way out. */
function stream(spec: EventStream, handler: AnyEventHandler, logger: Logger): AnyRouter {
  return os
    .$context<Call>()
    .input(spec.input)
    .handler(async function* ({ context, signal, input }) {
      try {
        yield* handler(context, signal ?? new AbortController().signal, input);
      } catch (error) {
        throw toWire(error, logger);
      }
    });
}

function toWire(error: unknown, logger: Logger): ORPCError<string, unknown> {
  const known = toNexusError(error);
  if (known.code === 'NX_INTERNAL')
    logger.error('a call met an unexpected error', { error: String(error), stack: (error as Error).stack });
  return new ORPCError(known.code, {
    status: ERROR_CODES[known.code].http,
    message: known.text,
    data: known.toShape(),
    cause: error,
  });
}
