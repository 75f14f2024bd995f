import type { ISubscriptionMap, MqttClient } from 'mqtt';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock, Timer } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { BrokerLink, type Connect, type Connection } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import type { LinkReason } from '../publishing/publisher-messages.ts';
import type { PublishTap } from './publish-tap.ts';
import type { PublishView } from './publish-view.ts';
import { rebirthCommand } from './rebirth-command.ts';
import { RemoteIntake } from './remote-intake.ts';
import type { FromRemoteHost, RemoteCounts, RemoteHostData } from './remote-messages.ts';
import { tappedConnect } from './tapped-connect.ts';
import { Unacknowledged } from './unacknowledged.ts';

export interface SourceOptions {
  readonly data: RemoteHostData;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tell: (message: FromRemoteHost, transfer?: readonly ArrayBuffer[]) => void;
}

/** Longer messages are acknowledged and not read. */
const MOST_PAYLOAD_BYTES = 1_024 * 1_024;
/** A turn ends at this many points, or this long after its first message. */
const TURN_POINTS = 4_096;
const TURN_MS = 5;
/** Told and not settled: beyond it nothing is read from the socket. Numbers of messages have 16 bits. */
const MOST_UNACKNOWLEDGED = 60_000;
const MOST_UNACKNOWLEDGED_BYTES = 16 * 1_024 * 1_024;
/** So many may be all that a broker lets be on its way (20 is mosquitto's default): the log is not to wait for more. */
const URGENT_FROM = 16;
const REBIRTH_PAUSE_MS = 10_000;
const MOST_ASKED = 1_000;

/**
 * Takes the messages of other gateways from the broker and tells their points to the engine, turn by turn. A message is
 * acknowledged when the log has what it says, and not before; what was not acknowledged the broker sends again.
 */
export class RemoteSource implements Disposable {
  readonly #options: SourceOptions;
  readonly #lifetime = new Lifetime('remote source');
  readonly #intake: RemoteIntake;
  readonly #link: BrokerLink;
  readonly #unacknowledged = new Unacknowledged();
  #tap: PublishTap | undefined;
  #connection = 0;
  #ids: number[] = [];
  #bytes = 0;
  #turn = 0;
  #timer: Timer | undefined;
  #isHeld = false;
  #client: MqttClient | undefined;
  readonly #askedMs = new Map<string, number>();
  #messages = 0;
  #refused: readonly string[] = [];

  constructor(options: SourceOptions) {
    this.#options = options;
    const { data, connect, clock, logger } = options;
    const { ownNodes = [] } = data;
    const { remote, retry } = data.config;
    this.#intake = new RemoteIntake({
      mostTags: remote.max_tags,
      wallUs: () => clock.wallUs(),
      isPassed: (topic) => isOneOf(ownNodes, topic) || data.config.prefixes.includes(topic.split('/', 1)[0]!),
      rebirth: (group, node) => this.#askForBirth(group, node),
      notice: (kind, topic) => {
        if (kind === 'no-point') logger.warn('a message of another sender is no point and is passed over', { topic });
        else
          logger.warn(
            `There are ${remote.max_tags} remote tags, points of others are passed over. Raise mqtt.remote.max_tags.`,
            { topic },
          );
      },
    });
    const tap = {
      mostBytes: MOST_PAYLOAD_BYTES,
      onPublish: (message: PublishView) => this.#take(message),
      onChunkEnd: () => this.#chunkEnd(),
      onFault: (text: string) =>
        this.#link.drop({ code: 'NX_MQTT_UNREACHABLE', text: `The MQTT broker ${text} It is connected to again.` }),
    };
    this.#link = this.#lifetime.add(
      new BrokerLink({
        connect: tappedConnect(connect, tap, (made) => this.#tapped(made)),
        longestPauseMs: parseDurationMs(retry)!,
        meanwhile: 'What other gateways publish stays there.',
        clock,
        logger,
        client: () => {
          const sessionExpiryInterval = Math.round(parseDurationMs(remote.session_expiry)! / 1_000);
          const properties = { sessionExpiryInterval, receiveMaximum: MOST_UNACKNOWLEDGED };
          return { ...connectOptions(data, properties), clientId: data.clientId, clean: false };
        },
      }),
    );
    this.#lifetime.defer(() => this.#timer?.dispose());
    this.#lifetime.add(this.#link.changed.on(() => this.#tellState()));
    this.#lifetime.add(this.#link.up.on((connection) => this.#subscribe(connection)));
    this.#lifetime.add(this.#link.down.on(() => this.#lost()));
  }

  get counts(): RemoteCounts {
    const { own, repeated, quarantined, overLimit, points } = this.#intake;
    const unacknowledged = this.#unacknowledged.messages + this.#ids.length;
    return { messages: this.#messages, points, own, repeated, quarantined, overLimit, unacknowledged };
  }

  tellOwn(topics: readonly string[], log: string | undefined): void {
    this.#intake.tellOwn(topics, log);
  }

  tellKnown(topics: readonly string[]): void {
    this.#intake.tellKnown(topics);
  }

  start(url: string): void {
    this.#link.start(url);
  }

  hold(reason: LinkReason): void {
    this.#link.hold(reason);
  }

  /** What became of a turn. What is not accepted stays unacknowledged: on a new connection the broker sends it again. */
  settled(turn: number, isAccepted: boolean): void {
    const told = this.#unacknowledged.settle(turn);
    if (!told) return;
    if (!isAccepted) {
      this.#intake.forgetTimes();
      if (told.connection === this.#connection)
        this.#link.drop({
          code: 'NX_LOG_WRITE',
          text: 'The log does not take points of other gateways now. They stay at the broker.',
        });
    } else if (told.connection === this.#connection) this.#tap?.acknowledge(told.ids);
    this.#balance();
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tapped(tap: PublishTap): void {
    this.#tap = tap;
    this.#connection++;
    this.#isHeld = false;
  }

  #take(message: PublishView): void {
    this.#messages++;
    if (message.id > 0) this.#ids.push(message.id);
    this.#bytes += message.payloadEnd - message.payloadStart;
    this.#intake.take(message);
  }

  #chunkEnd(): void {
    if (this.#intake.waiting >= TURN_POINTS) this.#endTurn();
    else if (this.#ids.length + this.#intake.waiting > 0 && !this.#timer) {
      this.#timer = this.#options.clock.after(TURN_MS, () => this.#endTurn());
    }
    this.#balance();
  }

  /** Tells the turn; where nothing of it is to be stored, its messages wait for those that came before only. */
  #endTurn(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const { tags, frames, points } = this.#intake.finish();
    const turn = ++this.#turn;
    // Frames may be larger than what they were read from, and the engine holds both ends of them.
    const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, this.#bytes);
    this.#unacknowledged.add(turn, this.#ids, this.#connection, bytes);
    this.#ids = [];
    this.#bytes = 0;
    const isUrgent = this.#unacknowledged.messages >= URGENT_FROM;
    this.#options.tell({ type: 'turn', turn, tags, frames, points, isUrgent }, frames);
  }

  #balance(): void {
    const { messages, bytes } = this.#unacknowledged;
    const isFull = messages + this.#ids.length >= MOST_UNACKNOWLEDGED || bytes >= MOST_UNACKNOWLEDGED_BYTES;
    if (isFull === this.#isHeld) return;
    this.#isHeld = isFull;
    if (isFull) this.#tap?.hold();
    else this.#tap?.listen();
  }

  /** Messages of the present turn belong to the connection that is gone: their points are told, their numbers are not. */
  #lost(): void {
    this.#tap = undefined;
    this.#client = undefined;
    this.#endTurn();
    this.#connection++;
  }

  #subscribe({ client, canShare }: Connection): void {
    this.#client = client;
    const { data, logger } = this.#options;
    const { topics, group, share } = data.config.remote;
    const isShared = share && canShare;
    if (share && !canShare) {
      const text =
        'The MQTT broker cannot share subscriptions (MQTT 3.1.1): this gateway takes in all messages, as each other one does.';
      logger.info(text, { topics });
    }
    const filters = topics.map((filter) => (isShared ? `$share/${group}/${filter}` : filter));
    const former = (data.formerFilters ?? []).filter((filter) => !filters.includes(filter));
    if (former.length > 0) client.unsubscribe(former);
    // Handling 1: retained values are sent with a new subscription, and not at each connect.
    const rh = isShared ? 0 : 1;
    const map: ISubscriptionMap = Object.fromEntries(filters.map((filter) => [filter, { qos: 1 as const, rh }]));
    client.subscribe(map, (error, _granted, suback) => {
      const codes = (suback?.granted ?? []) as readonly number[];
      this.#refused = error ? filters.filter((_, i) => (codes[i] ?? 0) >= 0x80) : [];
      if (this.#refused.length > 0) {
        logger.warn('the MQTT broker refuses the subscription to points of others', {
          code: 'NX_MQTT_REFUSED',
          topics: this.#refused,
        });
      }
      if (suback) this.#options.tell({ type: 'subscribed', filters });
      this.#tellState();
    });
  }

  /** As a host application does (Sparkplug B 3.0, 6.4.24); not again within the pause, whatever the node sends. */
  #askForBirth(group: string, node: string): void {
    const { clock } = this.#options;
    const topic = `spBv1.0/${group}/NCMD/${node}`;
    if (clock.monoMs() - (this.#askedMs.get(topic) ?? Number.NEGATIVE_INFINITY) < REBIRTH_PAUSE_MS) return;
    if (this.#askedMs.size >= MOST_ASKED) this.#askedMs.clear();
    this.#askedMs.set(topic, clock.monoMs());
    this.#client?.publish(topic, rebirthCommand(clock.wallUs()), { qos: 0 });
  }

  #tellState(): void {
    this.#options.tell({ type: 'state', state: this.#link.state, refused: this.#refused });
  }
}

/** Whether `spBv1.0/{group}/{kind}/{node}/…` is of one of the nodes. */
function isOneOf(nodes: readonly string[], topic: string): boolean {
  const [, group, , node] = topic.split('/');
  return nodes.includes(`${group}/${node}`);
}
