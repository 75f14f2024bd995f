import type { BrokerState, LinkState, PublisherHostData } from '../publishing/publisher-messages.ts';

/** What the host of the remote source is started with. */
export interface RemoteHostData extends Pick<PublisherHostData, 'config' | 'password' | 'tls'> {
  /** Of this connection; the session at the broker hangs on it. */
  readonly clientId: string;
  /** `{group}/{node}` of what we are ourselves in Sparkplug B. */
  readonly ownNodes?: readonly string[];
  /** What was subscribed to in earlier runs: the session at the broker still has it. */
  readonly formerFilters?: readonly string[];
}

/** A tag that no device of this project has, as its messages describe it. */
export interface RemoteTagRow {
  /** Private to this run of the host. */
  readonly number: number;
  readonly topic: string;
  /** The place of its device in the namespace: `acme/berlin/line-1/pump-1`. */
  readonly devicePath: string;
  /** As frames carry it; private to this run of the host. */
  readonly deviceNumber: number;
  readonly tag: string;
  readonly unit?: string;
}

export type ToRemoteHost =
  /** Nothing is subscribed to before the first of these. `topics` and what begins with one of `logs` is ours. */
  | { readonly type: 'own'; readonly topics: readonly string[]; readonly log: string | undefined }
  /** Topics of tags that are known from earlier runs: they count for the limit. Before the first `own`. */
  | { readonly type: 'known'; readonly topics: readonly string[] }
  | { readonly type: 'broker'; readonly state: BrokerState }
  /** What became of a turn: only what was accepted is acknowledged. */
  | { readonly type: 'settled'; readonly turn: number; readonly isAccepted: boolean };

/** Since the host started. */
export interface RemoteCounts {
  /** Messages that came, whatever they were. */
  readonly messages: number;
  /** Told to the engine. */
  readonly points: number;
  /** Messages of our own topics, passed over. */
  readonly own: number;
  /** Points that had come before: same tag, same time. */
  readonly repeated: number;
  /** Messages that are no points, and acknowledged so that they do not come again. */
  readonly quarantined: number;
  /** Points of tags beyond the limit. */
  readonly overLimit: number;
  /** Messages that wait for their acknowledgement. */
  readonly unacknowledged: number;
}

export type FromRemoteHost =
  | { readonly type: 'state'; readonly state: LinkState; readonly refused: readonly string[] }
  /** What the session at the broker has from now on. */
  | { readonly type: 'subscribed'; readonly filters: readonly string[] }
  | { readonly type: 'counts'; readonly counts: RemoteCounts }
  /** Names first, then the frames that use them. A turn without frames is not told. */
  | {
      readonly type: 'turn';
      readonly turn: number;
      readonly tags: readonly RemoteTagRow[];
      /** Of `batch-frame.ts`, transferred. */
      readonly frames: readonly ArrayBuffer[];
      readonly points: readonly number[];
      readonly isUrgent: boolean;
    };
