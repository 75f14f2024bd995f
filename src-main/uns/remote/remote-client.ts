import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { BrokerClient } from '../broker/broker-client.ts';
import type { LinkState } from '../publishing/publisher-messages.ts';
import type { FromRemoteHost, RemoteCounts, RemoteTagRow, ToRemoteHost } from './remote-messages.ts';

/** Points that came together, one frame a device. Numbers are those of `session`. */
export interface RemoteTurn {
  /** The tags that come for the first time in this session. */
  readonly tags: readonly RemoteTagRow[];
  readonly frames: readonly ArrayBuffer[];
  readonly points: readonly number[];
  readonly isUrgent: boolean;
  /** Each run of the host numbers its tags and devices anew. */
  readonly session: number;
}

interface OpenTurn {
  readonly turn: number;
  /** Frames without an answer. */
  left: number;
  isAccepted: boolean;
}

const NOTHING: RemoteCounts = {
  messages: 0,
  points: 0,
  own: 0,
  repeated: 0,
  quarantined: 0,
  overLimit: 0,
  unacknowledged: 0,
};

/** The engine's end of the host of the remote source. */
export class RemoteClient implements Disposable {
  readonly changed = new Emitter<LinkState>();
  /** Filters that the session at the broker has; it keeps them beyond this run. */
  readonly subscribed = new Emitter<readonly string[]>();
  readonly #host: HostSupervisor;
  readonly #broker: BrokerClient | undefined;
  readonly #onTurn: (turn: RemoteTurn, settled: (isAccepted: boolean) => void) => void;
  readonly #lifetime = new Lifetime('remote client');
  readonly #known = new Set<string>();
  readonly #own = new Set<string>();
  #log: string | undefined;
  #isOwnTold = false;
  #session = 0;
  #open: OpenTurn[] = [];
  #state: LinkState = { kind: 'connecting' };
  #refused: readonly string[] = [];
  #counts = NOTHING;

  /**
   * Make it before the host is started. @param onTurn calls `settled` once for each frame of the turn.
   * @param broker the embedded one, where there is one.
   */
  constructor(
    host: HostSupervisor,
    broker: BrokerClient | undefined,
    onTurn: (turn: RemoteTurn, settled: (isAccepted: boolean) => void) => void,
  ) {
    this.#host = host;
    this.#broker = broker;
    this.#onTurn = onTurn;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromRemoteHost)));
    this.#lifetime.add(host.started.on(() => this.#tellAll()));
    this.#lifetime.add(host.ended.on(() => this.#ended()));
    if (broker) this.#lifetime.add(broker.changed.on((state) => this.#tell({ type: 'broker', state })));
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Filters that the broker does not let us subscribe to. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  get counts(): RemoteCounts {
    return this.#counts;
  }

  /** Topics of remote tags that are known, so that the host counts them for the limit. */
  known(topics: readonly string[]): void {
    for (const topic of topics) this.#known.add(topic);
    this.#tell({ type: 'known', topics });
  }

  /** What is ours: adds to what was told before. Nothing is taken in before the first telling. */
  own(topics: readonly string[], log: string | undefined): void {
    for (const topic of topics) this.#own.add(topic);
    this.#log = log ?? this.#log;
    this.#isOwnTold = true;
    this.#tell({ type: 'own', topics, log });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tellAll(): void {
    this.#tell({ type: 'known', topics: [...this.#known] });
    if (this.#isOwnTold) this.#tell({ type: 'own', topics: [...this.#own], log: this.#log });
    if (this.#broker) this.#tell({ type: 'broker', state: this.#broker.state });
  }

  #ended(): void {
    this.#session++;
    this.#open = [];
    this.#state = { kind: 'connecting' };
    this.changed.emit(this.#state);
  }

  #receive(message: FromRemoteHost): void {
    switch (message.type) {
      case 'state':
        this.#state = message.state;
        this.#refused = message.refused;
        return this.changed.emit(message.state);
      case 'subscribed':
        return this.subscribed.emit(message.filters);
      case 'counts':
        this.#counts = message.counts;
        return undefined;
      case 'turn':
        return this.#turn(message);
      default:
        return assertNever(message);
    }
  }

  #turn({ turn, tags, frames, points, isUrgent }: Extract<FromRemoteHost, { type: 'turn' }>): void {
    const open: OpenTurn = { turn, left: frames.length, isAccepted: true };
    const session = this.#session;
    this.#open.push(open);
    for (const { topic } of tags) this.#known.add(topic);
    this.#onTurn({ tags, frames, points, isUrgent, session }, (isAccepted) => {
      open.left--;
      open.isAccepted &&= isAccepted;
      if (session === this.#session) this.#settle();
    });
    this.#settle();
  }

  /** Acknowledgements go out in the order in which the messages came (MQTT 5.0, 4.6). */
  #settle(): void {
    for (let first = this.#open[0]; first && first.left === 0; first = this.#open[0]) {
      this.#open.shift();
      this.#tell({ type: 'settled', turn: first.turn, isAccepted: first.isAccepted });
    }
  }

  #tell(message: ToRemoteHost): void {
    this.#host.tell(message);
  }
}
