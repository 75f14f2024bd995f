import { randomUUID } from 'node:crypto';
import type { DisarmCause } from '../../src-shared/contract/writes.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { ArmingEntry } from './arming-entry.ts';
import type { Actor } from './write-command.ts';

/** What a session may write to, and until when. */
export interface ArmedScope {
  /** Undefined: every device. */
  readonly device: string | undefined;
  readonly reason: string;
  readonly untilMs: number;
  readonly untilUs: number;
}

/** Who arms or disarms: a session always, as only sessions are armed. */
export type ArmingActor = Actor & { readonly session: string };

interface OwnedScope extends ArmedScope {
  readonly id: string;
  readonly actor: ArmingActor;
  readonly timer: Timer;
}

export interface ArmingPorts {
  readonly clock: Clock;
  /** Resolves when the entry is on the medium. */
  record(entry: ArmingEntry): Promise<void>;
}

/** Sessions that may be armed at once; beyond it the oldest is disarmed. */
const MAX_SESSIONS = 100;
const MAX_SCOPES = 100;
const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 5;

/**
 * Which sessions are armed. In memory only: a start begins disarmed. A scope ends by itself, on the monotonic clock, so
 * that a step of the wall clock makes no writing longer. That somebody armed is on the medium before it holds; that it
 * ended is recorded whoever or whatever ended it.
 */
export class Arming implements Disposable {
  /** The session whose scopes changed. */
  readonly changed = new Emitter<string>();
  readonly #ports: ArmingPorts;
  /** The longest time that the site allows. */
  readonly #mostMs: number;
  readonly #sessions = new Map<string, readonly OwnedScope[]>();
  readonly #records = new Set<Promise<void>>();

  /** @param mostMs the longest time that the site allows. */
  constructor(ports: ArmingPorts, mostMs: number) {
    this.#ports = ports;
    this.#mostMs = mostMs;
  }

  /** In whole minutes, 1 at least. */
  get mostMinutes(): number {
    return Math.max(1, Math.floor(this.#mostMs / MINUTE_MS));
  }

  /**
   * Arms a session for one device or all; arming again begins the time anew.
   * @param minutes 5, or what the site allows if that is less, unless given.
   * @throws NexusError NX_REQUEST_INVALID for more than the site allows; the error of the journal when it is full.
   */
  async arm(actor: ArmingActor, device: string | undefined, reason: string, minutes?: number): Promise<ArmedScope> {
    const { clock } = this.#ports;
    if (minutes !== undefined && minutes > this.mostMinutes) {
      const text = `${minutes} minutes is more than this site allows: ${this.mostMinutes} (writes.arm_for). Nothing was armed.`;
      throw new NexusError('NX_REQUEST_INVALID', text);
    }
    const forMs = minutes === undefined ? Math.min(DEFAULT_MINUTES * MINUTE_MS, this.#mostMs) : minutes * MINUTE_MS;
    const id = randomUUID();
    const untilUs = clock.wallUs() + forMs * 1_000;
    await this.#ports.record(entryOf({ id, actor, device, reason }, clock.wallUs(), { kind: 'armed', untilUs }));
    const timer = clock.after(forMs, () => this.#end(actor.session, (scope) => scope.id === id, 'expired'));
    const scope = { id, actor, device, reason, untilMs: clock.monoMs() + forMs, untilUs, timer };
    const { session } = actor;
    this.#end(session, (other) => other.device === device, 'armed_again');
    const others = this.#sessions.get(session) ?? [];
    this.#sessions.delete(session);
    this.#sessions.set(session, [...others, scope]);
    if (others.length >= MAX_SCOPES) this.#end(session, (other) => other === others[0], 'too_many');
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_SESSIONS) this.#end(oldest!, () => true, 'too_many');
    this.changed.emit(session);
    return scope;
  }

  /** Ends what the session was armed for. @param device only this scope; all unless given. @returns how many. */
  disarm(session: string, cause: DisarmCause, device?: string): number {
    return this.#end(session, (scope) => device === undefined || scope.device === device, cause);
  }

  /** What a session is armed for now. */
  scopes(session: string): readonly ArmedScope[] {
    const nowMs = this.#ports.clock.monoMs();
    return (this.#sessions.get(session) ?? []).filter((scope) => scope.untilMs > nowMs);
  }

  isArmed(session: string, device: string): boolean {
    return this.scopes(session).some((scope) => scope.device === undefined || scope.device === device);
  }

  /** Resolves when every end so far is on the medium, or was refused by it. */
  async recorded(): Promise<void> {
    await Promise.all(this.#records);
  }

  /** Disarms everybody and waits until that is recorded. */
  async dispose(): Promise<void> {
    for (const session of [...this.#sessions.keys()]) this.#end(session, () => true, 'engine_stopped');
    await this.recorded();
  }

  #end(session: string, isMeant: (scope: OwnedScope) => boolean, cause: DisarmCause): number {
    const before = this.#sessions.get(session) ?? [];
    const ended = before.filter(isMeant);
    if (ended.length === 0) return 0;
    const left = before.filter((scope) => !isMeant(scope));
    if (left.length > 0) this.#sessions.set(session, left);
    else this.#sessions.delete(session);
    const atUs = this.#ports.clock.wallUs();
    for (const scope of ended) {
      scope.timer.dispose();
      // It ends whether the journal takes it or not; an end that is missing is found at the next start.
      const record = this.#ports.record(entryOf(scope, atUs, { kind: 'disarmed', cause })).catch(() => undefined);
      this.#records.add(record);
      void record.then(() => this.#records.delete(record));
    }
    this.changed.emit(session);
    return ended.length;
  }
}

function entryOf(
  { id, actor, device, reason }: Pick<OwnedScope, 'id' | 'actor' | 'device' | 'reason'>,
  atUs: number,
  what: ArmingEntry['what'],
): ArmingEntry {
  return { id, atUs, device: device ?? null, actor: actor.name, via: actor.via, reason, what };
}
