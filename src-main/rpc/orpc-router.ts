import { type AnyRouter, ORPCError, os } from '@orpc/server';
import type { NexusContract, NexusHandlers } from '../../src-shared/contract/contract.ts';
import type { Contract, EventStream, Procedure } from '../../src-shared/contract/define.ts';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Call } from './call.ts';
import type { CallFacts, CallGate } from './call-gate.ts';
import { takeRoom } from './take-room.ts';
import { tellingInput } from './telling-input.ts';

/*
 * The envelope: turns the plain contract and its handlers into an oRPC router, which sockets, ports and REST are
 * served from. Every call goes through the gate, which is asked before the input is looked at. Nothing outside the
 * adapter files of this folder knows the library.
 */

/** What sockets, ports and REST are served from. */
export type RpcRouter = AnyRouter;

type AnyHandler = (input: unknown, call: Call) => unknown;
type AnyEventHandler = (call: Call, signal: AbortSignal, input: unknown) => AsyncIterable<unknown>;

interface Envelope {
  readonly gate: CallGate;
  readonly logger: Logger;
}

export function orpcRouter(
  contract: NexusContract,
  handlers: NexusHandlers<Call>,
  logger: Logger,
  gate: CallGate,
): AnyRouter {
  const areas: Record<string, AnyRouter> = {};
  for (const [area, members] of Object.entries(contract as Contract)) {
    const own = handlers[area as keyof NexusContract] as Readonly<Record<string, unknown>>;
    const router: Record<string, AnyRouter> = {};
    for (const [name, member] of Object.entries(members)) {
      const envelope = { gate, logger };
      const factsOf = (call: Call, input: unknown): CallFacts => ({
        ...{ call, operation: `${area}.${name}`, permission: member.permission, changes: changesSomething(member) },
        input: member.kind === 'procedure' && member.confidential ? tellingInput(input) : input,
      });
      router[name] =
        member.kind === 'procedure'
          ? procedure(member, own[name] as AnyHandler, factsOf, envelope)
          : stream(member, own[name] as AnyEventHandler, factsOf, envelope);
    }
    areas[area] = router;
  }
  return areas;
}

type FactsOf = (call: Call, input: unknown) => CallFacts;

const changesSomething = (member: Procedure | EventStream): boolean =>
  member.kind === 'procedure' && !member.asksOnly && member.rest?.method !== 'GET';

function procedure(spec: Procedure, handler: AnyHandler, factsOf: FactsOf, envelope: Envelope): AnyRouter {
  const base = os.$context<Call>();
  const routed = spec.rest ? base.route({ ...spec.rest, summary: spec.doc }) : base;
  return routed
    .use(async ({ context, next }, input) => through(factsOf(context, input), () => next(), envelope))
    .input(spec.input)
    .output(spec.output)
    .handler(async ({ input, context, signal }) => {
      let giveBack: (() => void) | undefined;
      try {
        giveBack = takeRoom(context, 'call');
        const facts = factsOf(context, input);
        const confined = envelope.gate.confine(facts, input);
        return envelope.gate.shown(facts, await handler(confined, { ...context, signal }));
      } catch (error) {
        throw toWire(error, envelope.logger);
      } finally {
        giveBack?.();
      }
    });
}

/** Payloads are made by the engine's own typed code: they are not validated a second time on their way out. */
function stream(spec: EventStream, handler: AnyEventHandler, factsOf: FactsOf, envelope: Envelope): AnyRouter {
  return os
    .$context<Call>()
    .use(async ({ context, next }, input) => through(factsOf(context, input), () => next(), envelope))
    .input(spec.input)
    .handler(async function* ({ context, signal, input }) {
      let giveBack: (() => void) | undefined;
      try {
        giveBack = takeRoom(context, 'stream');
        const facts = factsOf(context, input);
        const confined = envelope.gate.confine(facts, input);
        for await (const payload of handler(context, signal ?? new AbortController().signal, confined))
          if (envelope.gate.tells(facts, payload)) yield envelope.gate.shown(facts, payload);
      } catch (error) {
        throw toWire(error, envelope.logger);
      } finally {
        giveBack?.();
      }
    });
}

/** Asks the gate first, and tells it how the call ended; of a stream, whether it began. */
async function through<T>(facts: CallFacts, call: () => T | PromiseLike<T>, { gate, logger }: Envelope): Promise<T> {
  const begunMs = performance.now();
  const ended = async (code: string | undefined): Promise<void> => {
    const told = Promise.resolve(gate.ended(facts, { code, tookMs: performance.now() - begunMs }));
    if (facts.changes) await told;
    else told.catch((error) => logger.error('the end of a call was not kept', { error: String(error) }));
  };
  let answer: T;
  try {
    await gate.admit(facts);
    answer = await call();
  } catch (error) {
    const wire = error instanceof ORPCError ? error : toWire(error, logger);
    await ended(wire.code === 'BAD_REQUEST' ? 'NX_REQUEST_INVALID' : wire.code);
    throw wire;
  }
  await ended(undefined);
  return answer;
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
