import type { Actor } from './write-command.ts';

/** A method of a device that a person called, as the journal keeps it. */
export interface CallEntry {
  /** The same for its beginning and its end. */
  readonly id: string;
  readonly atUs: number;
  readonly device: string;
  /** Addresses of the object and of its method. */
  readonly owner: string;
  readonly method: string;
  /** As they were typed. */
  readonly inputs: readonly string[];
  readonly actor: string;
  readonly via: Actor['via'];
  readonly reason: string;
  /** begun: recorded before anything is sent. refused: nothing was sent. unknown: nobody can say whether it took effect. */
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed' | 'unknown';
  /** What it gave, or why it did not end well. */
  readonly text: string;
}
