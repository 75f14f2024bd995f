/** What a host application says of itself on its STATE topic. */
export interface HostState {
  readonly online: boolean;
  /** ms since 1970 UTC, by the host's clock. */
  readonly timestamp: number;
}

const MOST_BYTES = 4_096;

/** The JSON of a STATE message (Sparkplug 3.0, 6.4.23); undefined for anything else, that of version 2.2 included. */
export function readHostState(payload: Uint8Array): HostState | undefined {
  if (payload.length > MOST_BYTES) return undefined;
  try {
    const state: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (typeof state !== 'object' || state === null) return undefined;
    const { online, timestamp } = state as { online?: unknown; timestamp?: unknown };
    if (typeof online !== 'boolean' || typeof timestamp !== 'number' || !Number.isFinite(timestamp)) return undefined;
    return { online, timestamp };
  } catch {
    return undefined;
  }
}

/**
 * Whether the primary host is there, as far as this connection knows. What is older than the newest it ever said is
 * passed over, also after a reconnect: a broker may have kept an old one.
 */
export class PrimaryHost {
  #isOnline = false;
  #newest = Number.NEGATIVE_INFINITY;

  get isOnline(): boolean {
    return this.#isOnline;
  }

  /** On a new connection nothing is known until the retained state came. */
  forget(): void {
    this.#isOnline = false;
  }

  /** @returns false for a state that is older than one before it. */
  take({ online, timestamp }: HostState): boolean {
    if (timestamp < this.#newest) return false;
    this.#newest = timestamp;
    this.#isOnline = online;
    return true;
  }
}
