import type { z } from 'zod';
import type { ByteOrder, DataType } from '../../src-shared/domain/data-type.ts';
import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { AddressHelp, AddressShift, TagFault } from './address-words.ts';
import type { BrowseAnswer, BrowseQuestion, MethodOrder, NamedText, NodeView } from './browsed-node.ts';
import type { CertificateKeeper } from './certificate-keeper.ts';
import type { Detection, DetectionQuestion } from './detection.ts';
import type { DriverPolicy } from './driver-policy.ts';
import type { DecodedFrame, FrameDirection, FrameLink, FrameListener } from './frame-listener.ts';
import type { DriverMemory, MemoryAnswer, MemoryExtent, MemoryMap } from './memory.ts';
import type { OfferedConnection } from './offered-connection.ts';
import type { PlanSummary } from './plan-summary.ts';
import type { ProbeStep } from './probe-step.ts';
import type { DriverScan } from './scan.ts';
import type { Simulator, SimulatorFault, SimulatorOptions, TwinConnection } from './simulator.ts';
import type { PushedReadings, Subscriber, Subscription } from './subscriber.ts';
import type { SuggestedValue } from './suggested-value.ts';
import type { ExpressionRules, MadeTag, TagFeed } from './tag-feed.ts';

export type {
  AddressHelp,
  DecodedFrame,
  DriverPolicy,
  FrameLink,
  FrameListener,
  PlanSummary,
  ProbeStep,
  PushedReadings,
  Simulator,
  SimulatorFault,
  SimulatorOptions,
  Subscriber,
  Subscription,
  TagFault,
};

/** A tag as a driver sees it: an address and how to read it. Scaling, units and topics are not its business. */
export interface DriverTag {
  readonly address: string;
  readonly dataType?: DataType | undefined;
  readonly byteOrder?: ByteOrder | undefined;
  /** Characters of a string. */
  readonly length?: number | undefined;
  /** How often its device is to look at it, where the tag says so itself, ms. Polling is not the driver's business. */
  readonly intervalMs?: number | undefined;
  /** Changes up to this need not be sent, in device units. The deadband is kept on this side all the same. */
  readonly deadband?: number | undefined;
  /** Of a tag that is made of others, where it runs. */
  readonly made?: MadeTag | undefined;
}

/**
 * The readings of one poll, as columns in the order of the tags that were planned; row i is tag i. The session owns
 * and reuses them. Values are in device units; a bad row has value NaN and a Bad status.
 */
export interface ReadingColumns {
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** Rows whose value a float64 cannot carry, in rising order of row; emptied by the session before each read. */
  readonly cells: TypedCell[];
}

/** A driver's own compiled form of "read these tags". Only the driver that made it looks inside. */
export interface ReadPlan {
  readonly summary: PlanSummary;
}

/** A value on its way to a device: a number, a truth value, an exact 64-bit integer or a text. */
export type WriteValue = number | boolean | bigint | string;

/**
 * One link to one device. The session (its only caller) retries, backs off and decides when a device is lost; a
 * driver does none of that. Calls come one at a time: open, then any number of plan, read and write, then close. The link
 * may be part of a connection that several devices share; closing it leaves the others theirs.
 */
export interface Driver {
  /**
   * Opens the link. Rejects with NX_NET_DNS, NX_NET_REFUSED, NX_NET_TIMEOUT or NX_NET_UNREACHABLE; after a rejection
   * nothing is left open. May be called again after `close` or after `read` rejected.
   */
  open(signal: AbortSignal): Promise<void>;
  /** Compiles a plan: the fewest legal requests. Pure, needs no link. The tags passed `checkTag`. */
  plan(tags: readonly DriverTag[]): ReadPlan;
  /**
   * Fills `into` for every tag of the plan. A tag that fails alone is a Bad row. A rejection (NX_DRIVER_TIMEOUT,
   * NX_DRIVER_DISCONNECTED, NX_DRIVER_PROTOCOL, NX_DRIVER_UNIT_SILENT) means that the link is unusable and already
   * closed: no answer that comes later can be taken for another request's. Rows filled before stay undefined.
   */
  read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<void>;
  /**
   * Writes one value, in device units and of the tag's type, over the open link; the same codec as reading, backwards.
   * Never sent twice. Rejects with
   * - NX_ADDRESS_READ_ONLY, NX_VALUE_TYPE, NX_VALUE_RANGE: nothing was sent;
   * - NX_DRIVER_REJECTED: the device refused, the link stays open;
   * - NX_DRIVER_DISCONNECTED: the link was lost before a byte was sent;
   * - NX_CANCELLED: aborted before a byte was sent, the link stays as it is;
   * - NX_DRIVER_UNKNOWN_OUTCOME: sent, and no answer that can be believed came. The link is closed.
   */
  write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void>;
  /**
   * Lets the device send the tags of the plan by itself, beginning with their values of now, until the link is closed. Left out
   * where the protocol cannot; called where the manifest says `subscribes`. A tag that cannot be subscribed alone is
   * delivered as a Bad row, and `faults` tells why. While something is subscribed, `isStranded` stays false: a connection
   * that goes is told by `ended`. Rejects as `read`.
   */
  subscribe?(plan: ReadPlan, subscriber: Subscriber, signal: AbortSignal): Promise<Subscription>;
  /** As the manifest's `browse`, over the open link. Rejects as `read`, and with NX_DRIVER_REJECTED, which leaves it open. */
  /**
   * Reads a run of cells with one request that reads only; the run has `perRequest` cells at most. Left out where the
   * manifest has no `memory`. Rejects as `read`.
   */
  readMemory?(extent: MemoryExtent, signal: AbortSignal): Promise<MemoryAnswer>;
  /**
   * Areas that the device tells of, which stand for those of the manifest with the same id, and facts. Rejects as `browse`.
   * @param named areas that somebody knows of, though the device may not list them
   */
  memoryMap?(named: readonly string[], signal: AbortSignal): Promise<MemoryMap>;
  browse?<Q extends BrowseQuestion>(question: Q, signal: AbortSignal): Promise<BrowseAnswer<Q>>;
  /**
   * Calls a method of the device, once, and resolves with what it gave. Rejects as `write`, and with NX_REQUEST_INVALID
   * where nothing was sent.
   */
  call?(order: MethodOrder, signal: AbortSignal): Promise<readonly NamedText[]>;
  /** Closes the link if it is open. Never rejects. */
  close(): Promise<void>;
  /** Why rows of the plan are Bad since its last read: row → text in the words of the message catalogue. */
  faults?(plan: ReadPlan): ReadonlyMap<number, string>;
  /**
   * True while a connection that several devices share is gone, and nothing of this one was under way when it went:
   * another had a fault, or the peer closed it between two requests. `open` may be called at once, also within the turn of a
   * request, of which nothing is sent as long as this is true.
   */
  readonly isStranded?: boolean;
  /** False while `open` would take part in a connection that other devices have or are making, and make none. */
  readonly dials?: boolean;
}

/** What drivers of one endpoint share, by names of their own: a connection that several units use. */
export type EndpointShare = Map<string, unknown>;

/** What a driver is made with. */
export interface DriverParts {
  readonly clock: Clock;
  readonly onFrame?: FrameListener | undefined;
  /**
   * The same for all drivers of an endpoint that run in one host. Of all of them one reads or writes at a time; `open` and
   * `close` of one may come during a request of another.
   */
  readonly shared?: EndpointShare | undefined;
  /** The project's folder for what drivers keep (certificates); left out where there is no project, as in tests. */
  readonly folder?: string | undefined;
  /** The values of other tags of this gateway; left out where a driver only plans. */
  readonly feed?: TagFeed | undefined;
}

/** Everything the rest of the product knows of a protocol. The renderer gets it as JSON. */
export interface DriverManifest<Connection = unknown> {
  /** The word in `protocol:`. */
  readonly id: string;
  readonly title: string;
  /** One schema for check, form, docs and JSON Schema. Keys are snake_case as in the file. */
  readonly connection: z.ZodType<Connection>;
  readonly dataTypes: readonly DataType[];
  readonly capabilities: readonly ('read' | 'write' | 'browse' | 'subscribe')[];
  readonly addressExamples: readonly string[];
  /** What differs from the usual (acquisition/policy.ts). */
  readonly policy?: Partial<DriverPolicy> | undefined;
  /**
   * What an address that somebody pasted says of the connection, in the keys of `connection`; undefined where it is none
   * of this protocol. Pure. The form checks it.
   */
  recognise?(text: string): Readonly<Record<string, unknown>> | undefined;
  /** `192.168.1.10:502 /1`: the peer in one line. */
  endpoint(connection: Connection): string;
  /** Devices with the same key share one queue: `modbus-tcp 192.168.1.10:502`. */
  endpointKey(connection: Connection): string;
  /** What somebody chose knowingly and is to be reminded of, by the key of the connection; it stops nothing. */
  cautions?(connection: Connection): readonly { readonly field: string; readonly message: string }[];
  checkTag(tag: DriverTag, connection: Connection): TagFault | undefined;
  /** Why a tag that passed `checkTag` cannot be written, whatever the value; left out where all that is read can be. */
  checkWrite?(tag: DriverTag, connection: Connection): TagFault | undefined;
  /**
   * The frame that writes a value, in device units, as `Driver.write` would send it, but for the number that a message has.
   * Pure. Left out where it depends on the session. @throws NexusError as `Driver.write`, for what cannot be sent.
   */
  writeFrame?(tag: DriverTag, value: WriteValue, connection: Connection): Uint8Array;
  describeAddress(tag: DriverTag, connection: Connection): AddressHelp;
  /** What `checkTag` refused, as another program writes an address (Neuron, Kepware, Ignition), in ours. Pure. */
  foreignAddress?(text: string): DriverTag | undefined;
  /**
   * Where the next value of the same kind begins, for series of tags; undefined behind the last address. Left out where
   * addresses have no order. @throws NexusError for a tag that `checkTag` refuses.
   */
  nextAddress?(tag: DriverTag, connection: Connection): string | undefined;
  readonly shift?: AddressShift<Connection>;
  /**
   * What a frame says that `onFrame` was given; undefined for bytes that are none of this protocol. Pure.
   * @param request the one that a received frame answers, where it is known: replies do not repeat what was asked.
   */
  decodeFrame?(
    direction: FrameDirection,
    bytes: Uint8Array,
    connection: Connection,
    request?: Uint8Array,
  ): DecodedFrame | undefined;
  /** Keys of a connection to what listens there; left out: `host` and `port`. */
  connectionAt?(host: string, port: number): Readonly<Record<string, unknown>>;
  /** The port that protocol analysers know it by: 502. Left out where there is none. */
  readonly wirePort?: number;
  /** True where the device sends its values by itself: it is subscribed, not polled. */
  subscribes?(connection: Connection): boolean;
  /**
   * Loads what takes long, before a thread runs its first device of this protocol: at the first connect it would hold up all
   * other devices of the thread. May be called often.
   */
  prepare?(): Promise<void>;
  /** Serves drivers, which run in threads, with what only the main thread can do. Started with the engine, once. */
  inMainThread?(): Disposable;
  /**
   * There is no device: an address is an expression over other tags of the gateway, `connection` has no keys and may be left
   * out of the file. Nothing takes its place in a demo.
   */
  readonly expressions?: ExpressionRules;
  /** Makes a driver for one device; opens nothing. */
  create(connection: Connection, parts: DriverParts): Driver;
  /**
   * Tries a device step by step over a connection of its own, and closes it at the end; nothing runs after a step that
   * failed. Sends what reads only. Runs in a thread of its own that ends with it: a peer may do there what it likes.
   * @param tags the first enabled ones, all of which passed `checkTag`; there may be none.
   */
  probe?(
    connection: Connection,
    tags: readonly DriverTag[],
    parts: Pick<DriverParts, 'clock' | 'folder'>,
    signal: AbortSignal,
  ): AsyncIterable<ProbeStep>;
  /** What this computer has to choose from for fields of `connection`. Left out where there is nothing to suggest. */
  suggest?(): Promise<Readonly<Record<string, readonly SuggestedValue[]>>>;
  /** Ways to look for what there is, by reading. Left out where there is nothing to look for. */
  readonly scans?: readonly DriverScan<Connection>[];
  /**
   * In which ways a device can be connected to, best first, for somebody to choose from; the connection's other fields count
   * for how it is asked. Left out where there is one way. Runs in a thread of its own, as `probe`. Rejects as `open`.
   */
  offers?(
    connection: Connection,
    parts: Pick<DriverParts, 'clock' | 'folder'>,
    signal: AbortSignal,
  ): Promise<readonly OfferedConnection[]>;
  /**
   * Answers a question about the address space of the device; an empty address is its root. Runs in a thread of its own,
   * as `probe`, over a connection of its own. Rejects as `open` and `read`.
   */
  browse?<Q extends BrowseQuestion>(
    connection: Connection,
    question: Q,
    parts: Pick<DriverParts, 'clock' | 'folder'>,
    signal: AbortSignal,
  ): Promise<BrowseAnswer<Q>>;
  /** Its devices can be looked at cell by cell. */
  readonly memory?: DriverMemory<Connection>;
  /** Where looking through it may begin, first the usual place. Left out where there is nothing to look through. */
  readonly views?: readonly NodeView[];
  /** The certificates that it keeps in the folder of drivers; left out for a protocol without. */
  certificates?(folder: string, clock: Clock): CertificateKeeper;
  /**
   * How the twin of a device is reached that listens there. Left out: by this protocol, with `host` and `port` of the
   * connection replaced.
   */
  twin?(connection: Connection, place: { readonly host: string; readonly port: number }): TwinConnection;
  /** Starting its twin keeps a thread busy for a second or more. */
  readonly twinRunsAlone?: boolean;
  /**
   * What may stand at an address, by reading its cells several times. It ranks, and people choose. Left out where types
   * are told by the device. Runs in a thread of its own, as `probe`. Rejects as `open` and `read`.
   */
  detect?(
    connection: Connection,
    question: DetectionQuestion,
    parts: Pick<DriverParts, 'clock'>,
    signal: AbortSignal,
  ): Promise<Detection>;
  /**
   * A protocol-true twin of a device: serves the given tags on loopback. Loaded only when asked for, so that
   * simulators cost nothing in production.
   */
  simulate(options: SimulatorOptions<Connection>): Promise<Simulator>;
}
