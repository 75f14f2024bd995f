import type { Permission } from '../../src-shared/domain/access.ts';
import type { Call } from './call.ts';

/** What there is to know of a call before it is let through. */
export interface CallFacts {
  readonly call: Call;
  /** Area and name in the contract: `config.addDevice`. */
  readonly operation: string;
  readonly permission: Permission;
  /** As it was sent until it was checked; of one that carries a password or a key (`confidential` of the contract) only what names its object. */
  readonly input: unknown;
  /** False for calls that only ask, whatever their method. */
  readonly changes: boolean;
}

/** The one door of all calls, whichever way they come. */
export interface CallGate {
  /**
   * Before anything of the input was looked at, so that a refusal tells nothing of the plant.
   * @throws NexusError NX_ACCESS_FORBIDDEN, NX_ACCESS_LOCKED …
   */
  admit(facts: CallFacts): void | Promise<void>;
  /**
   * Whether the input lies within the places of the caller.
   * @returns the input as the handler gets it.
   * @throws NexusError NX_ACCESS_FORBIDDEN
   */
  confine(facts: CallFacts, input: unknown): unknown;
  /** The answer as this caller may see it; `tells` says it of one event of a stream. */
  shown(facts: CallFacts, output: unknown): unknown;
  tells(facts: CallFacts, payload: unknown): boolean;
  /** How a call that was admitted or refused ended; awaited before the answer goes out where `facts.changes`. */
  ended(facts: CallFacts, end: { readonly code: string | undefined; readonly tookMs: number }): void | Promise<void>;
}
