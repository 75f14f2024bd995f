import type { Actor } from './write-command.ts';

/** A test message that a person published, as the journal keeps it. */
export interface PublishEntry {
  /** The same for its beginning and its end. */
  readonly id: string;
  readonly atUs: number;
  readonly topic: string;
  readonly bytes: number;
  readonly qos: number;
  /** Retained; with no bytes: what the broker kept was cleared. */
  readonly retain: boolean;
  readonly actor: string;
  readonly via: Actor['via'];
  readonly reason: string;
  /** begun: recorded before anything is sent. unknown: the engine ended before the broker answered. */
  readonly outcome: 'begun' | 'done' | 'failed' | 'unknown';
}
