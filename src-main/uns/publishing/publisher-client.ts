import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { CutState } from '../../kernel/socket-gate.ts';
import type { LogHead } from '../../log/log-messages.ts';
import type { BrokerClient } from '../broker/broker-client.ts';
import type { CommandAnswer, IncomingCommand } from '../commands/command-messages.ts';
import type { ConfigEvent } from '../config-events/config-event.ts';
import type {
  FromPublisherHost,
  InboxState,
  LinkState,
  PublisherProgress,
  TagRow,
  TagValues,
  ToPublisherHost,
} from './publisher-messages.ts';

/** Points, over the life of the log: accepted = before + delivered + queued + dropped + quarantined + excluded. */
export interface PublisherCounts {
  /** Accepted before the publisher was switched on for the first time. */
  readonly before: number;
  readonly delivered: number;
  readonly queued: number;
  readonly dropped: number;
  readonly quarantined: number;
  /** Left out while there are none. */
  readonly excluded?: number;
}

/** The engine's end of the publisher host. What was told is told again whenever the host starts anew. */
export class PublisherClient implements Disposable {
  /** At most every 250 ms, while something changes. */
  readonly progressed = new Emitter<PublisherProgress>();
  readonly changed = new Emitter<LinkState>();
  readonly commands = new Emitter<IncomingCommand>();
  /** Changes of devices that others publish. */
  readonly configEvents = new Emitter<ConfigEvent>();
  /** Tells the newest values of all tags, for those formats that begin with them. */
  valuesOf: (() => TagValues) | undefined;
  readonly #host: HostSupervisor;
  readonly #broker: BrokerClient | undefined;
  readonly #lifetime = new Lifetime('publisher client');
  readonly #tags = new Map<string, TagRow>();
  #areTagsTold = false;
  /** Uids of the tags that the project has now; the others are known for what waits of them. */
  #live: readonly string[] = [];
  #head: LogHead | undefined;
  #progress: PublisherProgress | undefined;
  #state: LinkState = { kind: 'connecting' };
  #inbox: InboxState | undefined;

  /**
   * Make it before the host is started.
   * @param broker the embedded broker, where there is one: the host connects to it only while it listens.
   */
  constructor(host: HostSupervisor, broker?: BrokerClient) {
    this.#host = host;
    this.#broker = broker;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromPublisherHost)));
    this.#lifetime.add(host.started.on(() => this.#tellAll()));
    this.#lifetime.add(host.ended.on(() => this.#become({ kind: 'connecting' })));
    if (broker) this.#lifetime.add(broker.changed.on((state) => this.#tell({ type: 'broker', state })));
  }

  /** The latest known; undefined until the host has begun to read. */
  get progress(): PublisherProgress | undefined {
    return this.#progress;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Undefined while no commands are taken. */
  get inbox(): InboxState | undefined {
    return this.#inbox;
  }

  /** Where every point that the log accepted is, as known here. */
  get counts(): PublisherCounts {
    const total = this.#head?.totalPoints ?? 0;
    const known = this.#progress;
    if (!known) return { before: 0, delivered: 0, queued: total, dropped: 0, quarantined: 0 };
    return {
      before: known.beforePoints,
      delivered: known.deliveredPoints,
      // What was accepted since the host reported last waits for it.
      queued: known.queuedPoints + total - known.totalPoints,
      dropped: known.droppedPoints,
      quarantined: known.quarantinedPoints,
      ...(known.excludedPoints > 0 && { excluded: known.excludedPoints }),
    };
  }

  /** Lets the publisher read the log up to here. */
  head(head: LogHead): void {
    this.#head = head;
    this.#tell({ type: 'head', head });
  }

  /**
   * Tells tags before their first points are accepted; nothing is published before the first telling. `replace` forgets
   * all that are not among the rows: what is left of their points is quarantined. `areAll`: the project has these and no others.
   */
  tags(rows: readonly TagRow[], replace: boolean, areAll = replace): void {
    if (replace) this.#tags.clear();
    if (areAll) this.#live = rows.map(({ uid }) => uid);
    for (const row of rows) this.#tags.set(row.uid, row);
    this.#areTagsTold = true;
    this.#tell({ type: 'tags', rows, replace, ...(areAll && { live: this.#live }) });
  }

  /** Ends a command. @returns false when the host is down: its command is gone with it, and nobody hears the answer. */
  answer(number: number, answer: CommandAnswer): boolean {
    return this.#tell({ type: 'answer', number, answer });
  }

  /** Publishes a change of a device. @returns false when the host is down: it is not told then. */
  tellConfig(event: ConfigEvent): boolean {
    return this.#tell({ type: 'config', event });
  }

  /** Cuts the connections to the broker for so long at most, or restores them with 0. Rejects NX_HOST_GONE. */
  cut(forMs: number): Promise<CutState> {
    return this.#host.cut({ forMs });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tell(message: ToPublisherHost): boolean {
    return this.#host.tell(message);
  }

  #tellAll(): void {
    if (this.#areTagsTold)
      this.#tell({ type: 'tags', rows: [...this.#tags.values()], replace: true, live: this.#live });
    if (this.#head) this.#tell({ type: 'head', head: this.#head });
    if (this.#broker) this.#tell({ type: 'broker', state: this.#broker.state });
  }

  #receive(message: FromPublisherHost): void {
    switch (message.type) {
      case 'progress':
        this.#progress = message;
        return this.progressed.emit(message);
      case 'state':
        return this.#become(message.state);
      case 'inbox':
        this.#inbox = message;
        return undefined;
      case 'values-wanted':
        this.#tell({ type: 'values', ...(this.valuesOf && { values: this.valuesOf() }) });
        return undefined;
      case 'command':
        return this.commands.emit(message.command);
      case 'config':
        return this.configEvents.emit(message.event);
      default:
        return assertNever(message);
    }
  }

  #become(state: LinkState): void {
    this.#state = state;
    this.changed.emit(state);
  }
}
