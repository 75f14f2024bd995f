import type { Clock } from '../../kernel/clock.ts';
import type { EnginePort } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { ClockWatch } from '../clock-watch.ts';
import type { FromLogHost } from '../log-messages.ts';
import type { LogWriter } from '../log-writer.ts';
import type { BacklogGauge, SinkPlace } from './backlog-gauge.ts';
import { type LogFacts, type LogState, LogStateWatch } from './log-state.ts';
import type { SegmentCompressor } from './segment-compressor.ts';

const EVERY_MS = 1_000;

/** What the log host knows and the writer does not. */
export type Outlook = Pick<LogFacts, 'stuck' | 'isRefusing'>;

export interface UpkeepParts {
  readonly compressor: SegmentCompressor;
  readonly gauge: BacklogGauge;
  readonly outlook: () => Outlook;
  /** The wall clock as it is now: the clock of the engine may lag a second behind a step. */
  readonly wallUs: () => number;
}

/** What the log needs besides being written, once a second: room, compression, a look at the clock, and a word to the engine. */
export class LogUpkeep {
  readonly #writer: LogWriter;
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #compressor: SegmentCompressor;
  readonly #gauge: BacklogGauge;
  readonly #outlook: () => Outlook;
  readonly #watch = new LogStateWatch();
  readonly #clockWatch: ClockWatch;
  readonly #lifetime = new Lifetime('log upkeep');
  #told: LogState | undefined;
  #toldBacklogs = '';
  /** Where sinks are. */
  places: readonly SinkPlace[] = [];
  #removalFault = '';
  #failure = '';
  #compressing: Promise<void> | undefined;

  constructor(writer: LogWriter, engine: EnginePort, clock: Clock, parts: UpkeepParts) {
    this.#writer = writer;
    this.#engine = engine;
    this.#clock = clock;
    this.#compressor = parts.compressor;
    this.#gauge = parts.gauge;
    this.#outlook = parts.outlook;
    this.#clockWatch = new ClockWatch(parts.wallUs, () => clock.monoMs());
    this.#lifetime.defer(() => this.#compressing);
  }

  /** Begins, after the engine was told that the log is open. */
  start(): void {
    const { startedBehindUs, recovery, epoch } = this.#writer;
    if (epoch > recovery.epoch) this.#tellStep(-startedBehindUs);
    this.#tendGuarded();
    this.#lifetime.add(this.#clock.every(EVERY_MS, () => this.#tendGuarded()));
  }

  /** To be called before each commit: stamps from before and after a step must not share an epoch. */
  watchClock(): void {
    const byUs = this.#clockWatch.stepUs();
    if (byUs === 0) return;
    this.#writer.clockStepped(byUs);
    this.#tellStep(byUs);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** A folder that cannot even be listed must not end the host: what waits in memory would go with it. */
  #tendGuarded(): void {
    try {
      this.#tend();
      this.#failure = '';
    } catch (error) {
      if (String(error) !== this.#failure)
        this.#engine.logger.error('the log could not be looked after', { error: String(error) });
      this.#failure = String(error);
    }
  }

  #tend(): void {
    this.watchClock();
    const { offset, segment } = this.#writer.head;
    this.#writer.tend();
    const { head, room } = this.#writer;
    // Records of drops move the head too, and readers must hear of it.
    if (head.offset !== offset || head.segment !== segment) this.#tell({ type: 'accepted', points: 0, bytes: 0, head });
    this.#tellState();
    this.#tellBacklogs();
    const belowOrdinal = room.pressureBelow;
    if (belowOrdinal !== undefined) this.#tell({ type: 'pressure', belowOrdinal });
    this.#compressing ??= this.#compress().finally(() => {
      this.#compressing = undefined;
    });
  }

  async #compress(): Promise<void> {
    try {
      if ((await this.#compressor.step(this.#writer.room.closed)) === 'compressed') this.#writer.room.lookAgain();
    } catch (error) {
      this.#engine.logger.warn('a segment of the log could not be compressed and stays as it is', {
        error: String(error),
      });
    }
  }

  #tellState(): void {
    const { room, faults } = this.#writer;
    const { usedBytes, budgetBytes, droppedPoints, isLow: isDiskLow } = room;
    const { freeBytes } = room.space;
    const facts = { usedBytes, budgetBytes, freeBytes, droppedPoints, isDiskLow, faults, ...this.#outlook() };
    const state = this.#watch.state(facts, this.#clock.monoMs());
    const removalFault = room.removalFault?.message ?? '';
    if (removalFault !== this.#removalFault && removalFault !== '')
      this.#engine.logger.error('an old segment of the log could not be removed', { error: removalFault });
    this.#removalFault = removalFault;
    if (JSON.stringify(state) === JSON.stringify(this.#told)) return;
    if (state.kind !== (this.#told?.kind ?? 'ok'))
      this.#engine.logger[state.kind === 'ok' ? 'info' : 'warn'](state.text, { state: state.kind, droppedPoints });
    this.#told = state;
    this.#tell({ type: 'state', state });
  }

  #tellBacklogs(): void {
    const { head, room } = this.#writer;
    const backlogs = this.#gauge.measure(this.places, room.closed, head, this.#clock.wallUs());
    const text = JSON.stringify(backlogs);
    if (text === this.#toldBacklogs) return;
    this.#toldBacklogs = text;
    this.#tell({ type: 'backlogs', backlogs });
  }

  #tellStep(byUs: number): void {
    const { epoch } = this.#writer;
    const byMs = Math.round(byUs / 1_000);
    this.#engine.logger.warn(`the wall clock was set ${byMs < 0 ? 'back' : 'forward'} by ${Math.abs(byMs)} ms`, {
      byMs,
      epoch,
    });
    this.#tell({ type: 'clock-step', byMs, epoch });
  }

  #tell(message: FromLogHost): void {
    this.#engine.tell(message);
  }
}
