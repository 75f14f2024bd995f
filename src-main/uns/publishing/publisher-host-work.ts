import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import type { EnginePort, HostWork } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { CursorFile } from '../../log/cursor/cursor-file.ts';
import { folderDisk } from '../../log/log-disk.ts';
import { CommandInbox } from '../commands/command-inbox.ts';
import { sumCounts } from '../commands/sum-counts.ts';
import { ConfigChannel } from '../config-events/config-channel.ts';
import type { ConfigEvent } from '../config-events/config-event.ts';
import { makeOutput, type Output } from '../format/make-output.ts';
import type { MessageFormat } from '../format/message-format.ts';
import { BrokerLink, type Connect } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import { RetainedTopics } from '../retained/retained-topics.ts';
import { RetainingFormat } from '../retained/retaining-format.ts';
import { Delivery } from './delivery.ts';
import { LiveFirst } from './live-first.ts';
import { LogFeed } from './log-feed.ts';
import { Publisher } from './publisher.ts';
import type {
  BrokerState,
  FromPublisherHost,
  LinkReason,
  PublisherHostData,
  PublisherProgress,
  ToPublisherHost,
} from './publisher-messages.ts';
import { SendWindow } from './send-window.ts';
import { TagTable } from './tag-table.ts';

const PROGRESS_EVERY_MS = 250;
const SAVE_EVERY_MS = 200;
const BROKER_STARTS: LinkReason = { code: 'NX_MQTT_UNREACHABLE', text: 'The embedded broker is being started again.' };

/** Publishes the log to the broker and takes commands from it. A broker that is not there stops nothing. */
export async function startPublisherHost(data: PublisherHostData, engine: EnginePort): Promise<HostWork> {
  const { connect } = await import('mqtt');
  const host = new PublisherHost(data, engine, connect, systemClock);
  return { onTell: (message: ToPublisherHost) => host.receive(message), stop: () => host.stop() };
}

class PublisherHost {
  readonly #data: PublisherHostData;
  readonly #engine: EnginePort;
  readonly #lifetime = new Lifetime('publisher host');
  readonly #file: CursorFile;
  readonly #tags = new TagTable();
  readonly #output: Output;
  readonly #window: SendWindow;
  readonly #format: MessageFormat;
  /** Where the broker keeps last values. */
  readonly #retained: RetainedTopics | undefined;
  readonly #feed: LogFeed;
  readonly #link: BrokerLink;
  readonly #publisher: Publisher;
  readonly #liveFirst: LiveFirst;
  readonly #inbox: CommandInbox | undefined;
  readonly #channel: ConfigChannel | undefined;
  #isUnsaved = false;
  #saveFaults = 0;
  #isSaveFaulty = false;
  #told = '';

  constructor(data: PublisherHostData, engine: EnginePort, connect: Connect, clock: Clock) {
    this.#data = data;
    this.#engine = engine;
    const { config } = data;
    const { logger } = engine;
    this.#file = new CursorFile(data.cursorFile);
    this.#lifetime.defer(() => this.#file.close().catch(() => {}));
    const window = new SendWindow(config.window);
    this.#window = window;
    const delivery = new Delivery(this.#file.cursor, window);
    const output = makeOutput({
      data,
      clock,
      logger,
      wake: () => this.#wake(),
      drop: (reason) => this.#link.drop(reason),
      waits: (reason) => this.#waits(reason),
      tell: (message) => this.#tell(message),
    });
    this.#output = output;
    this.#format = output.format;
    if (config.retain && config.payload !== 'sparkplug') {
      this.#retained = new RetainedTopics(`${data.cursorFile}.topics`, () => clock.monoMs());
      this.#format = new RetainingFormat(output.format, this.#retained, window);
    }
    const options = { disk: folderDisk(data.logFolder), file: this.#file, tags: this.#tags, delivery, logger };
    this.#feed = new LogFeed({ ...options, format: this.#format, notice: output.notice });
    this.#lifetime.defer(() => this.#feed.close());
    this.#link = this.#lifetime.add(
      new BrokerLink({
        connect,
        longestPauseMs: parseDurationMs(config.retry)!,
        goodbyeReason: output.presence.goodbyeReason,
        clock,
        logger,
        client: () => ({
          ...connectOptions(data),
          clientId: data.clientId,
          will: output.presence.will(),
        }),
      }),
    );
    this.#lifetime.add(this.#link.changed.on((state) => this.#tell({ type: 'state', state })));
    this.#publisher = this.#lifetime.add(
      new Publisher({
        link: this.#link,
        feed: this.#feed,
        delivery,
        mark: () => {
          this.#mark();
          this.#liveFirst.moved();
        },
        began: (connection) => this.#liveFirst.began(connection),
        left: () => this.#liveFirst.left(),
        reached: () => this.#liveFirst.reached(),
        format: this.#format,
        presence: output.presence,
        qos: config.qos,
        retain: config.retain,
        replayRate: config.replay_rate,
        clock,
        logger,
      }),
    );
    this.#liveFirst = this.#lifetime.add(
      new LiveFirst({
        ...options,
        isWanted: config.replay === 'live_first',
        feed: this.#feed,
        publisher: () => this.#publisher,
        path: `${data.cursorFile}.ahead`,
        format: output.format,
        sender: { qos: config.qos, retain: config.retain, window: config.window, clock, logger },
        drop: (reason) => this.#link.drop(reason),
        saveFault: (error) => this.#saveFault(error),
      }),
    );
    if (config.commands.enabled) {
      this.#inbox = this.#lifetime.add(
        new CommandInbox({ data, connect, tags: this.#tags, clock, logger, tell: (message) => this.#tell(message) }),
      );
    }
    const { publish, apply } = config.config_events;
    if (publish || apply !== 'off') {
      const heard = (event: ConfigEvent): void => this.#tell({ type: 'config', event });
      this.#channel = this.#lifetime.add(new ConfigChannel({ data, connect, clock, logger, heard }));
    }
    this.#lifetime.add(clock.every(SAVE_EVERY_MS, () => void this.#save()));
    this.#lifetime.add(clock.every(PROGRESS_EVERY_MS, () => this.#beat()));
    // The embedded broker says when it listens: something else on its port is not to be taken for it.
    if (config.url !== undefined) this.#start(config.url);
  }

  receive(message: ToPublisherHost): void {
    switch (message.type) {
      case 'head':
        this.#isUnsaved ||= !this.#feed.hasBegun;
        this.#liveFirst.beforeHead(message.head);
        this.#feed.head = message.head;
        this.#liveFirst.headTold();
        return this.#publisher.wake();
      case 'tags':
        this.#tags.tell(message.rows, message.replace);
        this.#format.tell(message.rows, message.replace);
        if (message.live) this.#retained?.tell(this.#topicsOf(message.live));
        return this.#wake();
      case 'broker':
        return this.#data.config.url === undefined ? this.#brokerIs(message.state) : undefined;
      case 'values':
        return this.#output.values?.(message.values);
      case 'answer':
        this.#output.commands?.answer(message.number);
        return this.#inbox?.answer(message.number, message.answer);
      case 'config':
        return this.#channel?.tell(message.event);
      default:
        return assertNever(message);
    }
  }

  async stop(): Promise<void> {
    await this.#lifetime.dispose();
    this.#beat();
  }

  #wake(): void {
    this.#publisher.wake();
    this.#liveFirst.wake();
  }

  #start(url: string): void {
    this.#link.start(url);
    this.#inbox?.start(url);
    this.#channel?.start(url);
  }

  #brokerIs(state: BrokerState): void {
    if (state.kind === 'listening') return this.#start(`mqtt://127.0.0.1:${state.port}`);
    if (state.kind === 'starting' && this.#link.state.kind === 'connecting') return undefined;
    const reason = state.kind === 'failed' ? state.reason : BROKER_STARTS;
    this.#link.hold(reason);
    this.#channel?.hold(reason);
    return this.#inbox?.hold(reason);
  }

  /** For the engine a connection that takes no points is none. */
  #waits(reason: LinkReason | undefined): void {
    const { state } = this.#link;
    if (state.kind !== 'connected') return;
    const { sinceUs } = state;
    if (reason) this.#engine.logger.warn(reason.text, { code: reason.code });
    this.#tell({ type: 'state', state: reason ? { kind: 'offline', sinceUs, reason } : state });
  }

  /** Where the tags of the project are published. */
  #topicsOf(uids: readonly string[]): ReadonlySet<string> {
    const isByDevice = this.#data.config.payload === 'json-batch';
    const rows = uids.flatMap((uid) => this.#tags.row(uid) ?? []);
    return new Set(rows.map(({ topic, deviceTopic }) => (isByDevice ? deviceTopic : topic)));
  }

  #mark(): void {
    this.#isUnsaved = true;
    try {
      this.#file.mark();
    } catch (error) {
      this.#saveFault(error);
    }
  }

  async #save(): Promise<void> {
    const retained = this.#retained;
    if (retained) {
      retained.settle(this.#window.tail);
      if (retained.isDue) this.#publisher.wake();
      await retained.save().catch((error: unknown) => this.#saveFault(error));
    }
    await this.#liveFirst.save();
    if (!this.#isUnsaved) return;
    this.#isUnsaved = false;
    try {
      await this.#file.save();
      this.#isSaveFaulty = false;
    } catch (error) {
      this.#isUnsaved = true;
      this.#saveFault(error);
    }
  }

  #saveFault(error: unknown): void {
    this.#saveFaults++;
    if (!this.#isSaveFaulty) {
      const code = 'NX_LOG_WRITE';
      this.#engine.logger.error('the cursor of the publisher could not be saved', { code, error: String(error) });
    }
    this.#isSaveFaulty = true;
  }

  #beat(): void {
    if (!this.#feed.hasBegun) return;
    const progress = this.#progress();
    const text = JSON.stringify(progress);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell(progress);
  }

  #progress(): PublisherProgress {
    const { cursor, oldestNeeded } = this.#file;
    const { before, delivered, dropped, quarantined, excluded = 0 } = cursor.counts;
    const { totalPoints } = this.#feed;
    const ahead = this.#liveFirst.counts;
    return {
      type: 'progress',
      totalPoints,
      beforePoints: before,
      deliveredPoints: delivered + ahead.delivered,
      queuedPoints: totalPoints - cursor.handledPoints - ahead.points,
      droppedPoints: dropped + ahead.dropped,
      quarantinedPoints: quarantined + ahead.quarantined,
      excludedPoints: excluded + ahead.excluded,
      inFlight: this.#publisher.inFlight + this.#liveFirst.inFlight,
      repeatedMessages: this.#publisher.repeatedMessages + this.#liveFirst.repeatedMessages,
      isLiveFirst: this.#liveFirst.isOn,
      trimBelow: oldestNeeded,
      damagedPlaces: this.#feed.damagedPlaces,
      cursorFaults: this.#feed.cursorFaults + this.#saveFaults,
      commands: sumCounts([this.#inbox?.counts, this.#output.commands?.counts]),
    };
  }

  #tell(message: FromPublisherHost): void {
    this.#engine.tell(message);
  }
}
