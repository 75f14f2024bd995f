import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import type { LogHead } from '../../log/log-messages.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import type { CommandAnswer, IncomingCommand } from '../commands/command-messages.ts';
import type { ConfigEvent } from '../config-events/config-event.ts';

/** What the publisher host is started with. */
export interface PublisherHostData {
  /** `<project>/.nexus/log`. */
  readonly logFolder: string;
  /** File of this sink's cursor; a second one with `.mark` behind its name stands beside it. */
  readonly cursorFile: string;
  /** `mqtt:` of the project. Its `url` left out: the embedded broker, wherever it says that it listens. */
  readonly config: MqttConfig;
  /** What the secret and the files of the configuration hold. */
  readonly password?: string;
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** The commands' connection takes this with `-cmd` behind it. */
  readonly clientId: string;
  /** Last level of the status topic. */
  readonly node: string;
  /** Of this program, shown in the status. */
  readonly version: string;
}

/** A tag as the publisher and the command inbox know it. */
export interface TagRow {
  readonly uid: string;
  readonly topic: string;
  /** What the topics of all tags of its device begin with. */
  readonly deviceTopic: string;
  /** As it is shown; left out where there is none. */
  readonly unit?: string;
  /** Ids of device and tag. */
  readonly device: string;
  readonly tag: string;
  readonly dataType: DataType;
  /** Its values are not what the device holds, but numbers made of it. */
  readonly isScaled?: boolean;
  /** Its device is switched off: nothing comes of it. */
  readonly isOff?: boolean;
  /** Its points are not published: nothing may tell its value. It may still be written. */
  readonly isWithheld?: boolean;
  /** Texts of an enumeration, by value. */
  readonly states?: Readonly<Record<string, string>>;
}

/** The newest values of all tags that the project has now, as columns. */
export interface TagValues {
  readonly uids: readonly string[];
  /** µs since 1970 UTC; 0: no value ever came. */
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly cells?: readonly TypedCell[];
}

export type ToPublisherHost =
  | { readonly type: 'head'; readonly head: LogHead }
  /** Nothing is read before the first of these. Tags that no row names any more are quarantined. */
  | {
      readonly type: 'tags';
      readonly rows: readonly TagRow[];
      readonly replace: boolean;
      /** Uids of all tags that the project has now; left out where it is not told. */
      readonly live?: readonly string[];
    }
  /** How the embedded broker is; without it the host does not connect to it. */
  | { readonly type: 'broker'; readonly state: BrokerState }
  /** What `values-wanted` asked for; left out where nobody knows them. */
  | { readonly type: 'values'; readonly values?: TagValues }
  | { readonly type: 'answer'; readonly number: number; readonly answer: CommandAnswer }
  /** A change of a device, to be published. */
  | { readonly type: 'config'; readonly event: ConfigEvent };

export interface LinkReason {
  readonly code: ErrorCode;
  readonly text: string;
}

/** Wall clock, µs since 1970 UTC. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly sinceUs: number }
  | { readonly kind: 'offline'; readonly sinceUs: number; readonly reason: LinkReason };

export type BrokerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: LinkReason };

/**
 * Host → engine, at most every 250 ms and only when something changed:
 * `total = before + delivered + queued + dropped + quarantined + excluded`, to the point.
 */
export interface PublisherProgress {
  readonly type: 'progress';
  /** Points that the log accepted over its whole life. */
  readonly totalPoints: number;
  /** Accepted before this sink was switched on for the first time. */
  readonly beforePoints: number;
  /** Acknowledged by the broker. Points of remote gateways, which are never published again, count here. */
  readonly deliveredPoints: number;
  readonly queuedPoints: number;
  /** Trimmed or damaged in the log before they could be published. */
  readonly droppedPoints: number;
  /** Of tags that nobody names any more, and what the broker will never take. */
  readonly quarantinedPoints: number;
  /** Of tags whose points the project only has stored. */
  readonly excludedPoints: number;
  /** Messages that wait for the broker. */
  readonly inFlight: number;
  /** Messages that were sent once more because their connection ended before they were acknowledged. */
  readonly repeatedMessages: number;
  /** What waited is replayed behind the present. */
  readonly isLiveFirst: boolean;
  /** Segments of the log below this ordinal are not needed by this sink. */
  readonly trimBelow: number;
  /** Places of the log that could not be read. */
  readonly damagedPlaces: number;
  /** Cursor files that could not be read or written, and cursors ahead of their log, since the host started. */
  readonly cursorFaults: number;
  readonly commands: InboxCounts;
}

/** The connection that commands come in on. */
export interface InboxState {
  readonly state: LinkState;
  /** Topics that the broker does not let us subscribe to. */
  readonly refused: readonly string[];
  /** Prefixes on which a message of ours to ourselves did not come back. */
  readonly silent: readonly string[];
}

/** Since the host started. */
export interface InboxCounts {
  readonly received: number;
  /** Refused here, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** For devices of others, passed over in silence. */
  readonly foreign: number;
  /** Told to the engine and not answered yet. */
  readonly waiting: number;
  readonly answered: number;
  /** Answers that could not be sent within their time. */
  readonly lostAnswers: number;
}

export type FromPublisherHost =
  | PublisherProgress
  | { readonly type: 'state'; readonly state: LinkState }
  | { readonly type: 'values-wanted' }
  | ({ readonly type: 'inbox' } & InboxState)
  | { readonly type: 'command'; readonly command: IncomingCommand }
  /** A change of a device that somebody else published. */
  | { readonly type: 'config'; readonly event: ConfigEvent };
