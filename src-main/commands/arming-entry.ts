import type { DisarmCause } from '../../src-shared/contract/writes.ts';
import type { Actor } from './write-command.ts';

/** That somebody was armed, or no longer is, as the journal keeps it. */
export interface ArmingEntry {
  /** The same for the beginning and the end of a scope. */
  readonly id: string;
  readonly atUs: number;
  /** Null: every device. */
  readonly device: string | null;
  readonly actor: string;
  readonly via: Actor['via'];
  readonly reason: string;
  readonly what:
    | { readonly kind: 'armed'; readonly untilUs: number }
    | { readonly kind: 'disarmed'; readonly cause: DisarmCause };
}

/** The end of a scope whose engine ended without saying so: that of its time, or of this start if it comes first. */
export function forgottenEnd(armed: ArmingEntry, nowUs: number): ArmingEntry {
  const untilUs = armed.what.kind === 'armed' ? armed.what.untilUs : nowUs;
  return { ...armed, atUs: Math.min(nowUs, untilUs), what: { kind: 'disarmed', cause: 'engine_stopped' } };
}
