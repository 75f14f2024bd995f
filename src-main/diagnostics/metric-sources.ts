import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { Balance, RemoteView } from '../../src-shared/contract/system.ts';
import type { LagFigures } from './event-loop-lag.ts';

/** One worker thread. */
export interface HostFigures {
  readonly name: string;
  readonly state: 'starting' | 'running' | 'waiting' | 'stopped';
  /** Starts after the first. */
  readonly restarts: number;
  /** Busy time of the thread since it was started; undefined while it is down. */
  readonly busySeconds: number | undefined;
}

export interface ProcessFigures {
  readonly version: string;
  /** µs since 1970 UTC. */
  readonly startedUs: number;
  /** Open connections of windows. */
  readonly sockets: number;
  /** Share of their time that the acquisition threads were busy lately, 0–1. */
  readonly pollingLoad: number;
  readonly lag: LagFigures;
}

export interface LogFigures {
  readonly kind: string;
  readonly usedBytes: number;
  readonly budgetBytes: number;
  /** Of the disk; infinite where it cannot be told. */
  readonly freeBytes: number;
  readonly droppedPoints: number;
}

export interface WriteFigures {
  readonly running: number;
  readonly waiting: number;
  /** By end: `DONE`, `UNKNOWN`, `REJECTED:BUSY`. */
  readonly settled: Readonly<Record<string, number>>;
}

export interface MqttFigures {
  readonly connected: boolean;
  /** Messages that the broker acknowledged, over the life of the log. */
  readonly published: number;
  readonly inFlight: number;
  /** Sent once more because their connection ended before they were acknowledged. */
  readonly repeated: number;
  /** Commands that came in over MQTT, and those refused before they reached the engine, by code. */
  readonly commands: { readonly received: number; readonly refused: Readonly<Record<string, number>> };
}

/** The link of one place where points are published, the first broker too. */
export interface BrokerFigures {
  /** `mqtt`, or `mqtt-<id>` for one of `mqtt.brokers`. */
  readonly sink: string;
  readonly connected: boolean;
  readonly inFlight: number;
  readonly repeated: number;
}

/** What a historian can tell beyond the balance. */
export interface IngestionFigures {
  /** Age of the oldest accepted point that is not stored yet. */
  readonly lagSeconds: number;
  /** How long its commits took lately. */
  readonly batchSeconds: { readonly p50: number; readonly p99: number };
  readonly errors: Readonly<Record<'parse' | 'write' | 'connection', number>>;
}

/** Where the figures are read from, each time somebody asks. A source that is left out leaves its metrics out. */
export interface MetricSources {
  readonly balance: () => Balance;
  readonly devices: () => readonly DeviceHealth[];
  readonly hosts: () => readonly HostFigures[];
  readonly process: () => ProcessFigures;
  /** Undefined before the log told its state for the first time. */
  readonly log?: () => LogFigures | undefined;
  readonly writes?: () => WriteFigures;
  readonly mqtt?: () => MqttFigures;
  readonly brokers?: () => readonly BrokerFigures[];
  readonly remote?: () => RemoteView;
  readonly ingestion?: () => IngestionFigures | undefined;
}
