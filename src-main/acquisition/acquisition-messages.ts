import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { LatencyWindow } from '../../src-shared/contract/diagnostics.ts';
import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import type { BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverTag, PlanSummary, WriteValue } from '../drivers/driver.ts';
import type { TagWindows } from '../processing/aggregate-points.ts';
import type { ReachOfTag } from '../processing/reach-split.ts';
import type { TagRule } from '../processing/tag-rule.ts';
import type { CallOrder } from './call-method.ts';
import type { PaceRules } from './group-pace.ts';
import type { MemoryQuestion } from './memory-reader.ts';
import type { TraceOrder } from './trace-tag.ts';
import type { TrafficBatch } from './traffic-batch.ts';

/** One tag of a job. */
export interface JobTag {
  readonly id: string;
  readonly driver: DriverTag;
  readonly rule: TagRule;
  /** The device's interval unless given. */
  readonly pollIntervalMs?: number | undefined;
  /** Between which periods it is polled; undefined: its interval stays. */
  readonly bounds?: PaceBounds | undefined;
  /** Of its engineering range, where it has one and bounds. */
  readonly span?: number | undefined;
}

/** Everything a host needs to run one device; plain data, so that it crosses to a thread or a process. */
export interface DeviceJob {
  readonly id: string;
  /** The device's number in the running engine. */
  readonly number: number;
  readonly protocol: string;
  /** `endpointKey` of the protocol's manifest: devices with the same one share a host and a queue. */
  readonly endpoint: string;
  /** Checked by the protocol's manifest. */
  readonly connection: unknown;
  readonly pollIntervalMs: number;
  /** How tags with bounds choose their period; without it all intervals stay. */
  readonly pace?: PaceRules | undefined;
  readonly simulated: boolean;
  readonly tags: readonly JobTag[];
  /** Of tags that have derived ones; none unless given. */
  readonly aggregates?: readonly TagWindows[] | undefined;
  /** Of tags whose points are not for everything; none unless given. */
  readonly reaches?: readonly ReachOfTag[] | undefined;
}

/** A write on its way to the host that owns the device. That the tag may be written was checked before. */
export interface WriteOrder {
  readonly device: string;
  readonly tag: string;
  /** In engineering units. */
  readonly value: WriteValue;
  /** Written only if a fresh read gives this; in engineering units. */
  readonly expect?: WriteValue | undefined;
  /** Read back and compared after it was written. */
  readonly verify: boolean;
  /** How long it may take, from its arrival in the host. */
  readonly budgetMs: number;
}

/** The end of a write; values in engineering units. */
export type WriteOutcome =
  /** The device took it. `verified`: a read after it gave the same value. `readBack`: null where it gave none. */
  | {
      readonly kind: 'done';
      readonly verified: boolean;
      readonly readBack?: WriteValue | null;
      /** What the fresh read for `expect` gave. */
      readonly previous?: WriteValue | null;
      readonly tookMs: number;
    }
  /** The device refused it, or nothing was sent. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly text: string; readonly tookMs: number }
  /** Sent, and nobody can say whether it took effect. Never repeated. */
  | { readonly kind: 'unknown'; readonly text: string; readonly tookMs: number }
  /** The device holds another value than the one expected; null: none that can be read. Nothing was sent. */
  | { readonly kind: 'precondition'; readonly seen: WriteValue | null; readonly tookMs: number }
  /** The device cannot be reached now. Nothing was sent; a write never waits for a link. */
  | { readonly kind: 'down'; readonly text: string };

/** How busy a host is; the totals count from the start of its thread. */
export interface HostLoad {
  readonly devices: number;
  readonly endpoints: number;
  /** Connects that are pending, and that wait for their turn. */
  readonly connecting: number;
  readonly connectsWaiting: number;
  readonly connectsTotal: number;
  /** Requests that wait for their endpoint. */
  readonly requestsWaiting: number;
  readonly requestsTotal: number;
  readonly requestsRefused: number;
  /** Time that requests spent waiting for their endpoint: all of it, and the longest of the last second. */
  readonly waitedMsTotal: number;
  readonly longestWaitMs: number;
}

/** What one quality rule of a tag found since its device was started. */
export interface TagRuleHit {
  /** Its id. */
  readonly tag: string;
  /** The place of the rule among those of the tag: its own first, then those of topics. */
  readonly rule: number;
  readonly hits: number;
  /** Of the last one; NaN where that was no number. */
  readonly value: number;
  readonly timeUs: number;
}

/** The same by device. */
export type RuleHits = readonly { readonly device: string; readonly hits: readonly TagRuleHit[] }[];

/** What an acquisition host is started with. */
export interface AcquisitionData {
  /** `<project>/.nexus/drivers`, for what drivers keep; made by the first that keeps something. */
  readonly folder?: string | undefined;
}

export type ToAcquisition =
  | { readonly type: 'add'; readonly jobs: readonly DeviceJob[] }
  /** Devices of this protocol that wait for their next attempt try now. */
  | { readonly type: 'hurry'; readonly protocol: string }
  /** Connects that may be pending at once in this host. */
  | { readonly type: 'limits'; readonly maxConnecting: number }
  /** The frames of these devices are recorded, and of no others. Names of devices that run elsewhere mean nothing. */
  | { readonly type: 'record'; readonly devices: readonly string[] }
  /** Values of tags that were asked for by `wants`, as a batch frame, transferred; a snapshot has all that are known now. */
  | { readonly type: 'feed'; readonly frame: ArrayBuffer; readonly isSnapshot: boolean };

/** The calls of an acquisition host. */
/** What reading the tags of one pace costs. */
export interface GroupPlan {
  /** Of now. */
  readonly intervalMs: number;
  readonly bounds?: PaceBounds | undefined;
  /** Ids, in the order of the plan. */
  readonly tags: readonly string[];
  readonly summary: PlanSummary;
}

/** Which latencies. */
export interface LatencyQuestion {
  readonly device: string;
  readonly window: LatencyWindow;
}

/** Which link; and whether it is tried or opened anew first, with what was counted against it forgotten or not. */
export interface LinkQuestion {
  readonly device: string;
  readonly act: 'look' | 'reconnect' | 'reset';
}

export interface AcquisitionCalls {
  /** Answers when the runners of these devices have ended. */
  readonly remove: { readonly ids: readonly string[] };
  /** Answers with the GroupPlans of a device as it is read now; undefined where it does not run. */
  readonly plan: { readonly device: string };
  /** Answers with a DeviceLatency; undefined where the device does not run. */
  readonly latency: LatencyQuestion;
  /** Answers with a DeviceLink; undefined where the device does not run. */
  readonly link: LinkQuestion;
  /** Answers with LooseReadings of tags that need not be the device's; undefined where it is not connected. */
  readonly readLoose: { readonly device: string; readonly tags: readonly DriverTag[] };
  /** Answers with a MemoryLook; undefined where the device is not connected. */
  readonly look: MemoryQuestion & { readonly device: string };
  /** Answers with a MemoryMap; undefined where the device is not connected. */
  readonly memoryMap: { readonly device: string; readonly named: readonly string[] };
  /** Answers with the BrowseAnswer; undefined where the device is not connected. */
  readonly browse: { readonly device: string; readonly question: BrowseQuestion };
  /** Answers with a CallOutcome. */
  readonly call: CallOrder;
  /** Answers with RuleHits: of devices where a rule found something. */
  readonly ruleHits: null;
  /** Answers with a WriteOutcome. */
  readonly write: WriteOrder;
  /** Answers with a TraceOutcome, after the batch of its point was sent. */
  readonly trace: TraceOrder;
}

/** Points on their way from a host. */
export interface SentBatch {
  /** A batch frame (src-shared/domain/batch-frame.ts), transferred. */
  readonly frame: ArrayBuffer;
  readonly points: number;
  /** The number of the trace that its last point was read for. */
  readonly traced?: number | undefined;
}

export type FromAcquisition =
  | ({ readonly type: 'batch' } & SentBatch)
  /** Readings of which quality rules let no point be made. */
  | { readonly type: 'rejected'; readonly points: number }
  | { readonly type: 'health'; readonly rows: readonly DeviceHealth[] }
  | { readonly type: 'load'; readonly load: HostLoad }
  /** The tags whose values the host is to be given from now on, by number; answered by a snapshot of them. */
  | { readonly type: 'wants'; readonly tags: readonly number[] }
  | { readonly type: 'traffic'; readonly batch: TrafficBatch };
