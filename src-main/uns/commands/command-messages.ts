/** What a command may set a tag to. Exact integers beyond 2^53 are texts of digits. */
export type CommandValue = number | boolean | string;

/** A write command from MQTT that has a sound form; whether it may be done is for the engine to say. */
export interface IncomingCommand {
  /** Names the command between host and engine until it is answered. */
  readonly number: number;
  /** Of the topic it came in on; the answer goes to the same. */
  readonly prefix: string;
  /** Ids. The device is one of ours; the tag may be unknown. */
  readonly device: string;
  readonly tag: string;
  readonly value: CommandValue;
  readonly requestId: string;
  /** False: the sender gave none, and `requestId` was made here. */
  readonly idGiven: boolean;
  /** When the sender made it, µs since 1970 UTC; its arrival unless given. */
  readonly tsUs?: number;
  readonly ttlMs?: number;
  readonly expect?: CommandValue;
  readonly verify?: boolean;
  readonly reason?: string;
  /** When it came in, µs since 1970 UTC. */
  readonly receivedUs: number;
  readonly actor: string;
  /** SHA-256 of topic and body, hexadecimal: the same id with another hash is an error of the sender. */
  readonly hash: string;
}

/** The end of a command as the engine tells it; a `WriteReceipt` is one. */
export interface CommandAnswer {
  readonly success: boolean;
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly value?: CommandValue | null;
  /** ISO 8601; now unless given. */
  readonly timestamp?: string;
  /** Since the command came in, unless given. */
  readonly duration_ms?: number;
}
