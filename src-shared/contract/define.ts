import { z } from 'zod';
import type { Permission } from '../domain/access.ts';

/** One call: plain data, so that any envelope (sockets, REST, ports, memory) can be made from it. */
export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'procedure';
  readonly doc: string;
  /** What whoever calls must be allowed (`domain/access.ts`); deny by default. */
  readonly permission: Permission;
  /** Left out: the call exists on sockets and ports only. Paths are below `/api/v1`. */
  readonly rest?: { readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly path: `/${string}` };
  /** Changes nothing, although its method is not GET. */
  readonly asksOnly?: true;
  /** Its input carries a password or a key, and is kept nowhere. */
  readonly confidential?: true;
  readonly input: I;
  readonly output: O;
}

/** A stream of events to whoever listens, until he stops or the link ends. */
export interface EventStream<P extends z.ZodType = z.ZodType, I extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly doc: string;
  /** What whoever calls must be allowed (`domain/access.ts`); deny by default. */
  readonly permission: Permission;
  readonly payload: P;
  /** What is asked for; most streams are the same for everybody and have none. */
  readonly input: I;
}

export type Contract = Readonly<Record<string, Readonly<Record<string, Procedure | EventStream>>>>;

export function method<I extends z.ZodType, O extends z.ZodType>(spec: Omit<Procedure<I, O>, 'kind'>): Procedure<I, O> {
  return { kind: 'procedure', ...spec };
}

type EventSpec<P extends z.ZodType> = Omit<EventStream<P>, 'kind' | 'input'>;

export function event<P extends z.ZodType>(spec: EventSpec<P>): EventStream<P, z.ZodUndefined>;
export function event<P extends z.ZodType, I extends z.ZodType>(
  spec: EventSpec<P> & { readonly input: I },
): EventStream<P, I>;
export function event(spec: EventSpec<z.ZodType> & { readonly input?: z.ZodType }): EventStream {
  return { kind: 'event', input: z.undefined(), ...spec };
}

/** What a stream is opened with: until when, and what is asked for where it takes an input. */
export type StreamOptions<I extends z.ZodType> = I extends z.ZodUndefined
  ? { readonly signal: AbortSignal }
  : { readonly signal: AbortSignal; readonly input: z.input<I> };

/** How a caller sees the contract, whatever carries it. Rejections are NexusErrors. */
export type Client<C extends Contract> = {
  readonly [Area in keyof C]: {
    readonly [Name in keyof C[Area]]: C[Area][Name] extends Procedure<infer I, infer O>
      ? (input: z.input<I>, options?: { readonly signal?: AbortSignal }) => Promise<z.output<O>>
      : C[Area][Name] extends EventStream<infer P, infer I>
        ? (options: StreamOptions<I>) => Promise<AsyncIterable<z.output<P>>>
        : never;
  };
};

/** How the engine answers it. `Call` is what a transport knows of the caller. */
export type Handlers<C extends Contract, Call> = {
  readonly [Area in keyof C]: {
    readonly [Name in keyof C[Area]]: C[Area][Name] extends Procedure<infer I, infer O>
      ? (input: z.output<I>, call: Call) => Promise<z.input<O>> | z.input<O>
      : C[Area][Name] extends EventStream<infer P, infer I>
        ? (call: Call, signal: AbortSignal, input: z.output<I>) => AsyncIterable<z.input<P>>
        : never;
  };
};
