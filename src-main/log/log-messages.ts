import type { LogGap } from './log-gap.ts';
import type { Name } from './log-names.ts';
import type { Recovered } from './recovery.ts';
import type { Backlog, SinkPlace } from './space/backlog-gauge.ts';
import type { WhenFull } from './space/log-room.ts';
import type { LogState } from './space/log-state.ts';

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
  /** What all segments together may take; 2 GiB unless given. */
  readonly budgetBytes?: number;
  /** A file beside the budget that is given up when the disk is full; 64 MiB unless given, 0 for none. */
  readonly ballastBytes?: number;
  /** Segments whose newest point is older are dropped; by size only unless given. */
  readonly maxAgeMs?: number;
  /** `drop_oldest` unless given. */
  readonly whenFull?: WhenFull;
  /** Free space below which the disk counts as low; 512 MiB or 5 % of the disk, whichever is more, unless given. */
  readonly lowDiskBytes?: number;
}

export type ToLogHost =
  /** Frames of `batch-frame.ts`, transferred; `points[i]` is the count of frame i. */
  | {
      readonly type: 'append';
      readonly frames: readonly ArrayBuffer[];
      readonly points: readonly number[];
      /** Somebody waits for their acceptance: they are committed on the next turn. */
      readonly isUrgent?: boolean;
    }
  /** Before the first batch that uses the numbers; a later message may give a number a new meaning. */
  | { readonly type: 'names'; readonly devices: readonly Name[]; readonly tags: readonly Name[] }
  /** Points that were rejected before they came here: their span, to be recorded as a gap. */
  | { readonly type: 'lost'; readonly gap: LogGap }
  /** Where sinks are: what waits for them is measured once a second from then on. */
  | { readonly type: 'places'; readonly places: readonly SinkPlace[] }
  /** No sink needs segments below this ordinal any more. */
  | { readonly type: 'trim'; readonly belowOrdinal: number };

/** `full`: the queue, or with `reject_new` the budget, is used up · `unnamed`: a number without name · `damaged`: not a frame. */
export type RejectReason = 'full' | 'unnamed' | 'damaged' | 'stopped';

export type FromLogHost =
  | { readonly type: 'opened'; readonly head: LogHead; readonly recovery: Omit<Recovered, 'devices'> }
  /** Also without points, when only the head moved. */
  | { readonly type: 'accepted'; readonly points: number; readonly bytes: number; readonly head: LogHead }
  | {
      readonly type: 'rejected';
      readonly points: number;
      readonly bytes: number;
      readonly reason: RejectReason;
      /** Which of the frames that this host was sent, from 0; left out where it is all that are not accepted yet. */
      readonly frame?: number;
    }
  /** When something changed, and at most once a second. */
  | { readonly type: 'state'; readonly state: LogState }
  /** Of the places that were told last; when something changed, and at most once a second. */
  | { readonly type: 'backlogs'; readonly backlogs: readonly Backlog[] }
  /** At 80 % of the budget: segments below this ordinal would have to go to come back to 70 %. */
  | { readonly type: 'pressure'; readonly belowOrdinal: number }
  /** The wall clock was set by more than half a second; after a step back `epoch` is a new one. */
  | { readonly type: 'clock-step'; readonly byMs: number; readonly epoch: number };
