import type { WriteReceipt, WriteRejection } from '../../src-shared/contract/writes.ts';
import type { DataType } from '../../src-shared/domain/data-type.ts';
import type { Tag } from '../../src-shared/domain/tag.ts';
import type { WriteValue } from '../drivers/driver.ts';
import type { TagRule } from '../processing/tag-rule.ts';

/** Who sends a command, and by which way. */
export interface Actor {
  readonly name: string;
  readonly via: 'socket' | 'port' | 'rest' | 'mqtt';
  /** What is armed is armed for this; undefined where no arming is asked for (remote commands have a switch of their own). */
  readonly session: string | undefined;
}

/** A command as it came through any door, before it is judged. */
export interface WriteCommand {
  /** Given by the sender or made for him. A command with the same id is never executed twice. */
  readonly requestId: string;
  readonly device: string;
  readonly tag: string;
  /** In engineering units, unchecked. */
  readonly value: unknown;
  /** Write only if a fresh read gives this. */
  readonly expect?: unknown;
  /** Of a critical tag: its name, as a person typed it. */
  readonly confirm?: string | undefined;
  readonly verify: boolean;
  /** When the sender made it, µs since 1970 UTC; its arrival unless given. */
  readonly tsUs?: number | undefined;
  readonly ttlMs?: number | undefined;
  readonly reason?: string | undefined;
  /** When it came in, µs since 1970 UTC. */
  readonly receivedUs: number;
  readonly actor: Actor;
  /** Set where whoever sent it may not write this tag, whatever it is. */
  readonly isForbidden?: boolean | undefined;
  /** Of what was asked for: the same id with another one is an error of the sender. */
  readonly hash: string;
}

/** A tag as a write needs to know it. */
export interface WriteTarget {
  readonly device: string;
  /** A device that is switched off takes no writes. */
  readonly isEnabled: boolean;
  readonly tag: Tag;
  /** The id of the tag that this one is made of; set for derived ones, which nobody can make writable. */
  readonly madeOf?: string | undefined;
  readonly tagUid: string;
  readonly dataType: DataType;
  readonly rule: TagRule;
  /** The last value, undefined unless it is Good. */
  readonly last: WriteValue | undefined;
}

/** What a device does with a write, as the host that owns it tells. */
export type { WriteOrder, WriteOutcome } from '../acquisition/acquisition-messages.ts';

/** A refusal before anything was sent. */
export interface Refusal {
  readonly code: WriteRejection;
  readonly message: string;
}

/** A receipt with what only the journal keeps. */
export interface SettledWrite {
  readonly receipt: WriteReceipt;
  /** Of the command: an end settles the intent of its own command only, never that of another with the same id. */
  readonly hash: string;
  readonly actor: string;
  readonly via: Actor['via'];
  readonly reason: string | null;
}
