import type { SinkView } from '../../../src-shared/contract/sinks.ts';
import type { Balance, SystemStatus } from '../../../src-shared/contract/system.ts';
import { hideSecrets } from '../../kernel/clean-text.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Backlog, SinkPlace } from '../../log/space/backlog-gauge.ts';
import type { LogState } from '../../log/space/log-state.ts';
import type { PublishingSink } from '../publishing/publishing.ts';
import { SinkPace } from './sink-pace.ts';

/** What is watched, each as it is at the moment. */
export interface WatchedSinks {
  readonly balance: () => Balance;
  readonly historian: () => Pick<SystemStatus['historian'], 'state' | 'reason'>;
  readonly publishers: readonly PublishingSink[];
  readonly removed: () => readonly SinkPlace[];
  /** The oldest segment that a configured sink needs. */
  readonly segmentOf: (sink: string) => number;
  readonly backlogs: () => readonly Backlog[];
  readonly log: () => LogState | undefined;
  /** Tells the log where sinks are. */
  readonly tell: (places: readonly SinkPlace[]) => void;
}

const EVERY_MS = 1_000;
/** A sink takes points in groups: so much may wait while it is as live as can be. */
const LIVE_POINTS = 5_000;
const LIVE_S = 3;
/** Of what the log holds: a sink that needs more of it is why the log gives up its oldest. */
const MOST_OF_LOG = 0.5;

/** Looks at every sink once a second. */
export class SinkWatch implements Disposable {
  readonly #sinks: WatchedSinks;
  readonly #clock: Clock;
  readonly #paces = new Map<string, SinkPace>();
  readonly #lifetime = new Lifetime('sink watch');

  constructor(sinks: WatchedSinks, clock: Clock) {
    this.#sinks = sinks;
    this.#clock = clock;
    this.#lifetime.add(clock.every(EVERY_MS, () => this.#look()));
  }

  get views(): readonly SinkView[] {
    const { balance, removed } = this.#sinks;
    return [...balance().sinks.map((counts) => this.#view(counts)), ...removed().map(({ sink }) => this.#kept(sink))];
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #look(): void {
    const { balance, removed, segmentOf, tell } = this.#sinks;
    const { accepted, sinks } = balance();
    const places = sinks.map(({ sink, queued }) => ({ sink, segment: segmentOf(sink), points: accepted - queued }));
    tell([...places, ...removed()]);
    for (const { sink, delivered } of sinks) {
      const pace = this.#paces.get(sink) ?? new SinkPace();
      this.#paces.set(sink, pace);
      pace.look({ atMs: this.#clock.monoMs(), delivered, accepted, backlogBytes: this.#backlog(sink)?.bytes });
    }
  }

  #backlog(sink: string): Backlog | undefined {
    return this.#sinks.backlogs().find((one) => one.sink === sink);
  }

  #view({ sink, queued }: Balance['sinks'][number]): SinkView {
    const log = this.#sinks.log();
    const pace = this.#paces.get(sink);
    const found = this.#backlog(sink);
    const waits = queued > 0;
    const backlog = {
      points: queued,
      bytes: waits ? (found?.bytes ?? 0) : 0,
      oldestUs: waits ? (found?.oldestUs ?? null) : null,
    };
    const about = this.#state(sink);
    return {
      sink,
      ...about,
      flow:
        about.state === 'connected' && this.#isLiveFirst(sink)
          ? 'replaying'
          : flowOf(about.state, backlog, pace?.intakePerSecond ?? 0, log),
      backlog,
      drainPerSecond: Math.round(pace?.drainPerSecond ?? 0),
      secondsToEmpty: pace?.secondsToEmpty(queued) ?? null,
      secondsToFull: log && pace ? pace.secondsToFull(log.budgetBytes - log.usedBytes) : null,
    };
  }

  #state(sink: string): Pick<SinkView, 'state' | 'reason' | 'broker'> {
    const publisher = this.#sinks.publishers.find(({ name }) => name === sink);
    if (!publisher) return { ...this.#sinks.historian(), broker: '' };
    const { state } = publisher.client;
    const reason = state.kind === 'offline' ? { code: state.reason.code, text: hideSecrets(state.reason.text) } : null;
    return { state: state.kind, reason, broker: hideSecrets(publisher.broker) };
  }

  #isLiveFirst(sink: string): boolean {
    return this.#sinks.publishers.find(({ name }) => name === sink)?.client.progress?.isLiveFirst ?? false;
  }

  #kept(sink: string): SinkView {
    const { points = 0, bytes = 0, oldestUs = null } = this.#backlog(sink) ?? {};
    return {
      sink,
      state: 'removed',
      flow: 'kept',
      reason: null,
      broker: '',
      backlog: { points, bytes, oldestUs },
      drainPerSecond: 0,
      secondsToEmpty: null,
      secondsToFull: null,
    };
  }
}

function flowOf(
  state: SinkView['state'],
  { points, bytes }: SinkView['backlog'],
  intakePerSecond: number,
  log: LogState | undefined,
): SinkView['flow'] {
  if (points <= Math.max(LIVE_POINTS, LIVE_S * intakePerSecond) && (state === 'running' || state === 'connected'))
    return 'live';
  if (log?.kind === 'dropping' && bytes > log.usedBytes * MOST_OF_LOG) return 'dropping';
  return state === 'running' || state === 'connected' ? 'catching-up' : 'storing';
}
