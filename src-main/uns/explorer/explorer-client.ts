import type { NamespaceState, TopicView } from '../../../src-shared/contract/namespace.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock, Timer } from '../../kernel/clock.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { BrokerClient } from '../broker/broker-client.ts';
import type {
  FoundTopics,
  FromExplorerHost,
  OwnTopics,
  TestMessage,
  ToExplorerHost,
  TreeEvent,
  ViewAsk,
} from './explorer-messages.ts';
import type { TopicQuestion } from './find-topics.ts';
import type { FoundHints } from './hints/find-hints.ts';

export interface ExplorerClientOptions {
  /** Makes the host when somebody looks for the first time. */
  readonly makeHost: () => HostSupervisor;
  /** The embedded broker, where there is one. */
  readonly broker: BrokerClient | undefined;
  /** What the project publishes, asked whenever the host is told anew. */
  readonly own: () => OwnTopics;
  /** Calls when that is something else now. */
  readonly onOwn: (listener: () => void) => Disposable;
  readonly clock: Clock;
  /** How long the host goes on after the last viewer left. */
  readonly lingerMs: number;
}

const CALL_MS = 15_000;
const FIRST_MESSAGE_MS = 1_000;
const CONNECT_MS = 5_000;
const LOOK_MS = 50;

interface View {
  ask: ViewAsk;
  /** The event that was not taken yet. */
  event: TreeEvent | TopicView | undefined;
  wake: () => void;
}

/**
 * The engine's end of the explorer host. The host is started when somebody looks, lives while anybody does, and ends
 * some time after the last one left. What was told is told again whenever it starts anew.
 */
export class ExplorerClient implements Disposable {
  readonly #options: ExplorerClientOptions;
  readonly #lifetime = new Lifetime('explorer client');
  readonly #views = new Map<number, View>();
  #host: HostSupervisor | undefined;
  #filters: readonly string[] | undefined;
  #holders = 0;
  #nextView = 1;
  #linger: Timer | undefined;
  /** Starts and stops one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #isStarted = false;

  constructor(options: ExplorerClientOptions) {
    this.#options = options;
    this.#lifetime.defer(() => this.#turn.catch(() => undefined).then(() => this.#stop()));
    this.#lifetime.defer(() => this.#linger?.dispose());
    this.#lifetime.add(options.onOwn(() => this.isRunning && this.#tell({ type: 'own', own: options.own() })));
    if (options.broker) {
      this.#lifetime.add(options.broker.changed.on((state) => void this.#tell({ type: 'broker', state })));
    }
  }

  /** True while the host listens. */
  get isRunning(): boolean {
    return this.#host?.state === 'running';
  }

  /** The branches of a tree as they change, until the signal. A reader who is slow is told the newest when he is back. */
  tree(open: readonly string[], signal: AbortSignal, opened?: (view: number) => void): AsyncGenerator<TreeEvent> {
    return this.#watch<TreeEvent>({ kind: 'tree', open }, signal, opened);
  }

  topic(topic: string, signal: AbortSignal): AsyncGenerator<TopicView> {
    return this.#watch<TopicView>({ kind: 'topic', topic }, signal);
  }

  /** @param view as `tree` told it. */
  open(view: number, open: readonly string[]): void {
    const known = this.#views.get(view);
    if (!known) return;
    known.ask = { kind: 'tree', open };
    this.#tell({ type: 'open', view, open });
  }

  /** For everybody who looks; kept until the host ends. */
  async subscribe(filters: readonly string[]): Promise<void> {
    await this.#held(() => {
      this.#filters = filters;
      this.#tell({ type: 'filters', filters });
      return Promise.resolve();
    });
  }

  /** Undefined while nobody looks. */
  async state(): Promise<NamespaceState | undefined> {
    return this.isRunning ? ((await this.#host!.call('state', null, CALL_MS)) as NamespaceState) : undefined;
  }

  /** Undefined while nobody looks: a search starts nothing. */
  async search(question: TopicQuestion): Promise<FoundTopics | undefined> {
    return this.isRunning ? ((await this.#host!.call('search', question, CALL_MS)) as FoundTopics) : undefined;
  }

  /** Undefined while nobody looks. */
  async hints(): Promise<FoundHints | undefined> {
    return this.isRunning ? ((await this.#host!.call('hints', null, CALL_MS)) as FoundHints) : undefined;
  }

  /** One topic; waits a moment for one that was not seen yet, as after a start retained messages are on their way. */
  async read(topic: string, isWhole: boolean): Promise<TopicView> {
    return this.#held(async () => {
      const { clock } = this.#options;
      for (const endMs = clock.monoMs() + FIRST_MESSAGE_MS; ; ) {
        const view = (await this.#host!.call('topic', { topic, isWhole }, CALL_MS)) as TopicView;
        if (view.seen || clock.monoMs() >= endMs) return view;
        await clock.sleep(LOOK_MS);
      }
    });
  }

  /** @throws NexusError NX_MQTT_UNREACHABLE, NX_MQTT_REFUSED. */
  async publish(message: TestMessage): Promise<void> {
    await this.#held(async () => {
      const { clock } = this.#options;
      const endMs = clock.monoMs() + CONNECT_MS;
      while ((await this.state())?.link !== 'connected' && clock.monoMs() < endMs) await clock.sleep(LOOK_MS);
      await this.#host!.call('publish', message, CALL_MS);
    });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async *#watch<E extends TreeEvent | TopicView>(
    ask: ViewAsk,
    signal: AbortSignal,
    opened?: (view: number) => void,
  ): AsyncGenerator<E> {
    const number = this.#nextView++;
    const view: View = { ask, event: undefined, wake: () => {} };
    const onAbort = (): void => view.wake();
    signal.addEventListener('abort', onAbort);
    this.#views.set(number, view);
    opened?.(number);
    try {
      await this.#hold();
      this.#tell({ type: 'view', view: number, ask: view.ask });
      while (!signal.aborted) {
        const { event } = view;
        if (event) {
          view.event = undefined;
          yield event as E;
          this.#tell({ type: 'next', view: number });
        } else {
          await new Promise<void>((resolve) => {
            view.wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#views.delete(number);
      this.#tell({ type: 'close', view: number });
      this.#release();
    }
  }

  async #held<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.#hold();
      return await work();
    } finally {
      this.#release();
    }
  }

  #hold(): Promise<void> {
    this.#holders++;
    this.#linger?.dispose();
    this.#linger = undefined;
    this.#turn = this.#turn.catch(() => undefined).then(() => this.#start());
    return this.#turn;
  }

  #release(): void {
    this.#holders--;
    if (this.#holders > 0 || this.#lifetime.isDisposed) return;
    this.#linger = this.#options.clock.after(this.#options.lingerMs, () => {
      this.#turn = this.#turn.catch(() => undefined).then(() => (this.#holders === 0 ? this.#stop() : undefined));
    });
  }

  async #start(): Promise<void> {
    if (this.#lifetime.isDisposed) throw new NexusError('NX_HOST_GONE', 'The engine is being stopped.');
    if (this.#isStarted) return;
    const host = this.#host ?? this.#make();
    this.#host = host;
    try {
      await host.start();
    } catch (error) {
      await host.dispose();
      throw error;
    }
    this.#isStarted = true;
  }

  #make(): HostSupervisor {
    const host = this.#options.makeHost();
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromExplorerHost)));
    this.#lifetime.add(host.started.on(() => this.#tellAll()));
    return host;
  }

  async #stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#filters = undefined;
    await this.#host!.dispose();
  }

  #tell(message: ToExplorerHost): void {
    this.#host?.tell(message);
  }

  #tellAll(): void {
    const { own, broker } = this.#options;
    this.#tell({ type: 'own', own: own() });
    if (this.#filters) this.#tell({ type: 'filters', filters: this.#filters });
    if (broker) this.#tell({ type: 'broker', state: broker.state });
    // Views of before: the host ended and begins anew. At the first start their own readers tell them.
    if (this.#isStarted) for (const [view, { ask }] of this.#views) this.#tell({ type: 'view', view, ask });
  }

  #receive({ view: number, event }: FromExplorerHost): void {
    const view = this.#views.get(number);
    if (!view) return;
    view.event = event;
    view.wake();
  }
}
