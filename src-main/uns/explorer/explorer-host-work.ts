import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import type { EnginePort, HostWork } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { Connect } from '../link/broker-link.ts';
import { BranchView } from './branch-view.ts';
import type {
  ExplorerHostData,
  FoundTopics,
  FromExplorerHost,
  OwnTopics,
  TestMessage,
  ToExplorerHost,
  ViewAsk,
} from './explorer-messages.ts';
import { findTopics, type TopicQuestion } from './find-topics.ts';
import { type FoundHints, findHints } from './hints/find-hints.ts';
import { type ProbedMessage, TopicProbes } from './hints/topic-probes.ts';
import { twoPublishers } from './hints/two-publishers.ts';
import { NamespaceListener } from './namespace-listener.ts';
import { topicDecoders } from './topic-decoders.ts';
import { shownRate, type TreeTime } from './topic-facts.ts';
import type { TopicNode } from './topic-node.ts';
import { TopicTree } from './topic-tree.ts';
import { topicView } from './topic-view.ts';
import { TopicWatch } from './topic-watch.ts';

/** Four times a second is as fast as anybody reads. */
const TURN_MS = 250;

/** Looking through all topics for hints takes longer than a turn may. */
const HINTS_EVERY_MS = 5_000;

/** Listens to the namespace and tells viewers what they look at. */
export async function startExplorerHost(data: ExplorerHostData, engine: EnginePort): Promise<HostWork> {
  const { connect } = await import('mqtt');
  const host = new ExplorerHost(data, engine, connect, systemClock);
  return {
    onTell: (message: ToExplorerHost) => host.receive(message),
    calls: {
      state: () => host.state,
      topic: ({ topic, isWhole }: { readonly topic: string; readonly isWhole: boolean }) => host.topic(topic, isWhole),
      search: (question: TopicQuestion) => host.search(question),
      hints: () => host.hints,
      publish: (message: TestMessage) => host.publish(message),
    },
    stop: () => host.stop(),
  };
}

interface View {
  readonly ask: ViewAsk;
  readonly of: BranchView | TopicWatch;
  /** Waits for the next event. */
  isWaiting: boolean;
  /** The state that it was told last, for trees. */
  told: string;
}

const judge = ({ everyMs }: TopicNode, messages: readonly ProbedMessage[]): string | undefined =>
  twoPublishers(messages, everyMs);

class ExplorerHost {
  readonly #data: ExplorerHostData;
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('explorer host');
  readonly #listener: NamespaceListener;
  readonly #decoders = topicDecoders();
  readonly #views = new Map<number, View>();
  #tree: TopicTree;
  #own: OwnTopics = { topics: [], prefixes: [], knowsTags: false };
  #probes = new TopicProbes(judge);
  #hints: FoundHints | undefined;
  /** Far from those of a host that ran before. */
  #generation: number;

  constructor(data: ExplorerHostData, engine: EnginePort, connect: Connect, clock: Clock) {
    this.#data = data;
    this.#engine = engine;
    this.#clock = clock;
    this.#generation = Math.floor(clock.wallUs() / 1_000);
    this.#tree = new TopicTree(data.limits, clock.monoMs());
    const { logger } = engine;
    this.#listener = this.#lifetime.add(
      new NamespaceListener({
        data,
        connect,
        clock,
        logger,
        onMessage: (topic, payload, packet) => {
          this.#tree.receive(topic, payload, packet, clock.monoMs(), clock.wallUs() / 1_000);
          this.#decoders.learn(topic, payload);
        },
      }),
    );
    this.#lifetime.add(clock.every(TURN_MS, () => this.#turn()));
    this.#lifetime.add(clock.every(HINTS_EVERY_MS, () => this.#look()));
  }

  get state(): NamespaceState {
    const { root, bytes, limits, beyondMessages, beyondPayloads, missing, orphans } = this.#tree;
    return {
      ...this.#listener.state,
      generation: this.#generation,
      topics: root.topics,
      messages: root.messages,
      rate: shownRate(root, this.#time),
      bytes,
      limitBytes: limits.bytes,
      limitTopics: limits.topics,
      beyondMessages,
      beyondPayloads,
      knowsTags: this.#own.knowsTags,
      missing,
      orphans,
      hints: Object.values(this.#hints?.counts ?? {}).reduce((sum, count) => sum + count, 0),
    };
  }

  get hints(): FoundHints {
    return this.#hints ?? this.#look();
  }

  topic(topic: string, isWhole: boolean): ReturnType<typeof topicView> {
    return topicView(this.#tree, topic, this.#time, this.#decoders.all, { isWhole });
  }

  search(question: TopicQuestion): FoundTopics {
    return findTopics(this.#tree, question, this.#time, this.#decoders.all);
  }

  async publish(message: TestMessage): Promise<null> {
    await this.#listener.publish(message);
    return null;
  }

  receive(message: ToExplorerHost): void {
    switch (message.type) {
      case 'own':
        this.#own = message.own;
        if (this.#expect()) this.#beginAnew();
        return undefined;
      case 'broker':
        return this.#listener.brokerIs(message.state);
      case 'filters':
        this.#tree = new TopicTree(this.#data.limits, this.#clock.monoMs());
        this.#probes = new TopicProbes(judge);
        this.#hints = undefined;
        this.#expect();
        this.#listener.listenTo(message.filters);
        return this.#beginAnew();
      case 'view':
        return this.#show(message.view, message.ask);
      case 'open': {
        const view = this.#views.get(message.view);
        if (view?.of instanceof BranchView) view.of.open = message.open;
        return undefined;
      }
      case 'next': {
        const view = this.#views.get(message.view);
        if (view) view.isWaiting = true;
        return undefined;
      }
      case 'close': {
        const view = this.#views.get(message.view);
        this.#views.delete(message.view);
        if (view?.of instanceof TopicWatch) view.of.dispose();
        return undefined;
      }
      default:
        return assertNever(message);
    }
  }

  async stop(): Promise<void> {
    this.#views.clear();
    await this.#lifetime.dispose();
  }

  get #time(): TreeTime {
    return { nowMs: this.#clock.monoMs(), sinceMs: this.#tree.sinceMs };
  }

  #expect(): boolean {
    return this.#tree.expect(this.#own.topics, new Set(this.#own.prefixes));
  }

  #look(): FoundHints {
    const { link, sinceMs } = this.#listener.state;
    this.#probes.turn(this.#tree.topics, this.#clock.monoMs());
    this.#hints = findHints(this.#tree, {
      nowMs: this.#clock.wallUs() / 1_000,
      connectedMs: link === 'connected' ? sinceMs : null,
      expected: this.#own.topics,
      shared: this.#probes.found,
    });
    return this.#hints;
  }

  #show(number: number, ask: ViewAsk): void {
    const of =
      ask.kind === 'tree'
        ? new BranchView(this.#tree, this.#decoders.all, ask.open)
        : new TopicWatch(this.#tree, this.#decoders.all, ask.topic);
    this.#views.set(number, { ask, of, isWaiting: true, told: '' });
    // What somebody asked for is not for the next turn.
    this.#tell(number, this.#views.get(number)!);
  }

  /** Lines were taken away: whoever looks is told everything again, under another generation. */
  #beginAnew(): void {
    this.#generation++;
    for (const [number, { ask, of, isWaiting }] of this.#views) {
      const open = of instanceof BranchView ? of.open : [];
      if (of instanceof TopicWatch) of.dispose();
      const again: ViewAsk = ask.kind === 'tree' ? { kind: 'tree', open } : ask;
      this.#show(number, again);
      if (!isWaiting) this.#views.get(number)!.isWaiting = false;
    }
  }

  #turn(): void {
    for (const [number, view] of this.#views) if (view.isWaiting) this.#tell(number, view);
  }

  #tell(number: number, view: View): void {
    const { of } = view;
    if (of instanceof TopicWatch) {
      const event = of.next(this.#time);
      if (!event) return;
      view.isWaiting = false;
      return this.#send({ type: 'topic', view: number, event });
    }
    const { state } = this;
    const change = of.next(this.#time);
    const told = JSON.stringify(state);
    if (!change && told === view.told) return;
    view.told = told;
    view.isWaiting = false;
    this.#send({
      type: 'tree',
      view: number,
      event: { state, rows: change?.rows ?? [], hidden: change?.hidden ?? [] },
    });
  }

  #send(message: FromExplorerHost): void {
    this.#engine.tell(message);
  }
}
