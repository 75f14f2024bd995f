import type { Name } from './log-names.ts';
import type { Recovered } from './recovery.ts';

/** How far the log is accepted: everything before `offset` of `segment`, and all of the segments before it. */
export interface LogHead {
  readonly logId: string;
  readonly segment: number;
  /** Bytes from the start of the segment's file; 0 while that file does not exist yet. */
  readonly offset: number;
  /** Points accepted over the whole life of the log folder. */
  readonly totalPoints: number;
}

/** What the log host is started with. */
export interface LogHostData {
  /** `<project>/.nexus/log`. */
  readonly folder: string;
  /** A segment is closed before it grows larger; 16 MiB unless given. */
  readonly segmentBytes?: number;
  /** What may wait while the disk takes nothing; 32 MiB unless given. */
  readonly queueBytes?: number;
}

export type ToLogHost =
  /** Frames of `batch-frame.ts`, transferred; `points[i]` is the count of frame i. */
  | { readonly type: 'append'; readonly frames: readonly ArrayBuffer[]; readonly points: readonly number[] }
  /** Before the first batch that uses the numbers; a later message may give a number a new meaning. */
  | { readonly type: 'names'; readonly devices: readonly Name[]; readonly tags: readonly Name[] }
  /** No sink needs segments below this ordinal any more. */
  | { readonly type: 'trim'; readonly belowOrdinal: number };

/** `full`: the disk takes nothing and the queue is full · `unnamed`: a number without name · `damaged`: not a frame. */
export type RejectReason = 'full' | 'unnamed' | 'damaged' | 'stopped';

export type FromLogHost =
  | { readonly type: 'opened'; readonly head: LogHead; readonly recovery: Omit<Recovered, 'devices'> }
  | { readonly type: 'accepted'; readonly points: number; readonly bytes: number; readonly head: LogHead }
  | { readonly type: 'rejected'; readonly points: number; readonly bytes: number; readonly reason: RejectReason };
