import { isGood } from '../../../src-shared/domain/quality.ts';
import type { Clock, Timer } from '../../kernel/clock.ts';
import type { MessageFormat, MessageSink, OwnMessage, RecordRun } from '../format/message-format.ts';
import type { TagRow, TagValues } from '../publishing/publisher-messages.ts';
import type { BdSeqSource } from './bd-seq-file.ts';
import { Certificates } from './certificates.ts';
import { DataRows } from './data-rows.ts';
import { type NodeDevice, type NodeMetric, NodeMetrics } from './node-metrics.ts';
import { type HostState, PrimaryHost } from './primary-host.ts';
import { type NodeIdentity, SparkplugTopics } from './sparkplug-topics.ts';

export interface EdgeNodeOptions extends NodeIdentity {
  readonly hasAliases: boolean;
  /** Undefined: births go out as soon as a connection stands. */
  readonly primaryHost: string | undefined;
  /** Of this program. */
  readonly version: string;
  readonly bdSeq: BdSeqSource;
  readonly clock: Clock;
  /** There may be something to send. */
  readonly wake: () => void;
  /** Asks for the newest values of all tags, which come by `values`. */
  readonly askValues: () => void;
}

/**
 * `away`: no connection · `waiting`: for the primary host · `asking`: for the values that births tell; nothing is sent
 * meanwhile · `born`: births are on their way, data may follow.
 */
export type NodePhase = 'away' | 'waiting' | 'asking' | 'born';

/** Without an answer births tell what passed by here. */
const VALUES_WITHIN_MS = 2_000;
/** What was received before the connection stood is all read by then: a wall clock that is set back makes no history. */
const HISTORY_WITHIN_MS = 10_000;
/** Births of a large node are heavy: whoever asks more often is answered once. */
const REBIRTH_EVERY_MS = 5_000;
const LAST_SEQ = 255;

/** An edge node of Sparkplug 3.0, without its connection: what it says, when, and what it holds back. */
export class EdgeNode implements MessageFormat {
  readonly qos = 0;
  readonly retain = false;
  readonly isBoundToConnection = true;
  readonly isConfirmedByPing = true;
  readonly topics: SparkplugTopics;
  readonly metrics: NodeMetrics;
  readonly #options: EdgeNodeOptions;
  readonly #certificates: Certificates;
  readonly #rows = new DataRows();
  readonly #host = new PrimaryHost();
  #phase: NodePhase = 'away';
  #isTold = false;
  #bdSeq = 0;
  #seq = 0;
  /** Made when they are sent: a sequence number is taken in the order of sending. */
  #own: (() => OwnMessage)[] = [];
  #begin: (() => void) | undefined;
  #timer: Timer | undefined;
  #rebirthTimer: Timer | undefined;
  /** When a host was answered last. */
  #rebornMs = Number.NEGATIVE_INFINITY;
  #onlineTold = 0;
  /** The record that is being encoded. */
  #taken: RecordRun | undefined;
  #hasRemoved = false;
  /** The engine said which devices are there; otherwise all that are switched on may be. */
  #areKnown = false;
  /** Points may wait in the log: metrics of removed tags and devices that are gone are born for them. */
  #isReplaying = true;
  #beganMs = 0;

  constructor(options: EdgeNodeOptions) {
    this.#options = options;
    this.topics = new SparkplugTopics(options);
    this.metrics = new NodeMetrics(options.hasAliases);
    this.#certificates = new Certificates(this.topics, options.version, options.hasAliases);
  }

  get phase(): NodePhase {
    return this.#phase;
  }

  /** The will of the next connection; each has the next bdSeq. */
  will(): { readonly topic: string; readonly payload: Buffer } {
    this.#bdSeq = this.#options.bdSeq.next();
    return this.death();
  }

  /** Its last words on a connection. */
  death(): { readonly topic: string; readonly payload: Buffer } {
    return this.#certificates.nodeDeath(this.#options.clock.wallUs(), this.#bdSeq);
  }

  /** Subscriptions stand. @param begin lets messages go, births first. */
  connected(begin: () => void): void {
    this.#begin = begin;
    this.#phase = 'waiting';
    this.#isReplaying = true;
    // What a broker kept of the host may come before it confirms the subscription.
    if (this.#options.primaryHost === undefined || this.#host.isOnline) this.#ask();
  }

  /** The connection has ended. */
  left(): void {
    this.#phase = 'away';
    this.#begin = undefined;
    this.#own = [];
    this.#timer?.dispose();
    this.#rebirthTimer?.dispose();
    this.#rebirthTimer = undefined;
    this.#host.forget();
    this.metrics.forgetBirths();
  }

  /** @returns true when this node must say goodbye: its host has left it. */
  hostIs(state: HostState): boolean {
    if (this.#options.primaryHost === undefined || !this.#host.take(state)) return false;
    if (this.#phase === 'waiting' && state.online) this.#ask();
    return (this.#phase === 'asking' || this.#phase === 'born') && !state.online;
  }

  /** A host wants all births once more. */
  rebirth(): void {
    if (this.#phase !== 'born' || this.#rebirthTimer) return;
    const { clock } = this.#options;
    const answer = (): void => {
      this.#rebirthTimer = undefined;
      if (this.#phase !== 'born') return;
      this.#rebornMs = clock.monoMs();
      this.#ask();
    };
    const pauseMs = this.#rebornMs + REBIRTH_EVERY_MS - clock.monoMs();
    if (pauseMs <= 0) answer();
    else this.#rebirthTimer = clock.after(pauseMs, answer);
  }

  /** The newest values of all tags; undefined: nobody knows more than what passed by here. Late ones correct the births. */
  values(values: TagValues | undefined): void {
    const isLate = this.#phase === 'born' && !this.#areKnown && values !== undefined;
    if (!this.#isTold || (this.#phase !== 'asking' && !isLate)) return;
    this.#timer?.dispose();
    this.#areKnown = values !== undefined;
    this.#hasRemoved = values !== undefined && this.metrics.take(values) > 0;
    this.#beBorn();
  }

  tell(rows: readonly TagRow[], replace: boolean): void {
    const isFirst = !this.#isTold;
    this.#isTold = true;
    const hasChanged = this.metrics.tell(
      rows.filter(({ isWithheld }) => !isWithheld),
      replace,
    );
    if (this.#phase === 'asking' && isFirst) this.#ask();
    else if (this.#phase === 'born' && hasChanged) this.#ask();
  }

  begin(maximumPacketBytes: number): void {
    this.#rows.limit(maximumPacketBytes);
    this.#beganMs = this.#options.clock.monoMs();
  }

  own(): OwnMessage | undefined {
    return this.#phase === 'born' ? this.#own.shift()?.() : undefined;
  }

  /** What waited in the log is on its way: who was only born for it is gone. */
  caughtUp(): void {
    this.#isReplaying = false;
    if (this.#phase !== 'born') return;
    if (this.#hasRemoved) return this.#ask();
    if (!this.#areKnown) return;
    for (const device of this.metrics.devices) if (device.isBorn && !device.isAlive) this.#die(device);
  }

  encode(run: RecordRun, row: number, sink: MessageSink): number {
    if (this.#phase !== 'born') return row;
    const { count } = run.batch;
    let at = row;
    let first = this.#metric(run, at);
    while (!first && ++at < count) first = this.#metric(run, at);
    if (!first) return count;
    // Values of a live record are the newest: births that it causes tell them.
    const isHistory = this.#isHistory(run);
    if (!isHistory && this.#taken !== run) this.metrics.takeRows(run);
    this.#taken = run;
    const { device } = first;
    if (!device.isBorn || !first.isBorn) {
      // It came back, or points of it waited: its birth goes first, and this is asked again.
      this.#bear(device);
      return row;
    }
    return this.#data(run, at, isHistory, device, sink);
  }

  /** One message of the rows of one device, from `row` on. */
  #data(run: RecordRun, row: number, isHistory: boolean, device: NodeDevice, sink: MessageSink): number {
    const isOf = (at: number): NodeMetric | undefined => this.#metric(run, at);
    const { points, end } = this.#rows.write(run, row, isHistory, device, isOf, this.#options.clock.wallUs());
    sink.push(this.topics.deviceData(device.id), this.#rows.end(this.#nextSeq()), points, end);
    if (!this.#isReplaying && end === run.batch.count && !device.isAlive) this.#die(device);
    return end;
  }

  #isHistory({ isReplay }: RecordRun): boolean {
    const isNew = this.#options.clock.monoMs() - this.#beganMs < HISTORY_WITHIN_MS;
    return isReplay && (this.#isReplaying || isNew);
  }

  /** Undefined for a row of a tag that is none of this node's. */
  #metric({ names, batch }: RecordRun, row: number): NodeMetric | undefined {
    const metric = this.metrics.find(names, batch.tag[row]!);
    return metric && this.#isKept(metric) ? metric : undefined;
  }

  #isKept({ isRemoved }: NodeMetric): boolean {
    return !isRemoved || this.#isReplaying;
  }

  #ask(): void {
    this.#phase = 'asking';
    this.#own = [];
    if (!this.#isTold) return;
    const { askValues, clock } = this.#options;
    this.#timer?.dispose();
    this.#timer = clock.after(VALUES_WITHIN_MS, () => this.values(undefined));
    askValues();
  }

  #beBorn(): void {
    const { wake } = this.#options;
    this.#phase = 'born';
    this.metrics.forgetBirths();
    this.#own = [() => this.#nodeBirth()];
    for (const device of this.metrics.devices)
      if (this.#areKnown ? device.isAlive : device.isSwitchedOn) this.#bear(device);
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.();
    wake();
  }

  #nodeBirth(): OwnMessage {
    this.#seq = 0;
    this.#onlineTold = this.#online();
    return this.#certificates.nodeBirth(this.#options.clock.wallUs(), 0, this.#bdSeq, this.#onlineTold);
  }

  #bear(device: NodeDevice): void {
    device.isBorn = true;
    const metrics = [...device.metrics.values()].filter((metric) => this.#isKept(metric));
    for (const metric of metrics) {
      metric.isBorn = true;
      metric.toldBad = !isGood(metric.status);
    }
    this.#say(() => this.#certificates.deviceBirth(device, metrics, this.#options.clock.wallUs(), this.#nextSeq()));
  }

  #die(device: NodeDevice): void {
    device.isBorn = false;
    this.#say(() => this.#certificates.deviceDeath(device, this.#options.clock.wallUs(), this.#nextSeq()));
  }

  #say(message: () => OwnMessage): void {
    this.#own.push(message);
    this.#options.wake();
    if (this.#own.length > 1 || this.#online() === this.#onlineTold) return;
    this.#own.push(() => {
      this.#onlineTold = this.#online();
      return this.#certificates.nodeData(this.#options.clock.wallUs(), this.#nextSeq(), this.#onlineTold);
    });
  }

  #online(): number {
    let online = 0;
    for (const { isBorn } of this.metrics.devices) if (isBorn) online++;
    return online;
  }

  #nextSeq(): number {
    this.#seq = this.#seq === LAST_SEQ ? 0 : this.#seq + 1;
    return this.#seq;
  }
}
