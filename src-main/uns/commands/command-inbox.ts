import { createHash, randomUUID } from 'node:crypto';
import type { IPublishPacket, ISubscriptionMap } from 'mqtt';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { BrokerLink, type Connect, type Connection } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import type {
  FromPublisherHost,
  InboxCounts,
  LinkReason,
  PublisherHostData,
} from '../publishing/publisher-messages.ts';
import type { TagTable } from '../publishing/tag-table.ts';
import { AnswerOutbox } from './answer-outbox.ts';
import { type AskedCommand, correlationOf, encodeAnswer } from './command-answer.ts';
import { type CommandBody, type RefusedBody, readSetBody, readWriteBody } from './command-body.ts';
import type { CommandAnswer } from './command-messages.ts';
import { type CommandRefusal, type InboxRules, refusalOf } from './command-refusal.ts';
import { type CommandTopic, commandFilters, parseCommandTopic } from './command-topic.ts';
import { PrefixTest } from './prefix-test.ts';
import { ANSWER_DEADLINE_MS, MOST_WAITING } from './waiting-limits.ts';

export interface InboxOptions {
  readonly data: PublisherHostData;
  readonly connect: Connect;
  readonly tags: TagTable;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tell: (message: FromPublisherHost) => void;
}

const SWEEP_MS = 10_000;
/** Larger ones never leave the broker (MQTT 5); those below and beyond 64 KiB are refused with an answer. */
const MOST_PACKET_BYTES = 1_024 * 1_024;
/** Refused retained commands that are remembered, so that each is answered once and not at every connect. */
const MOST_RETAINED = 1_000;
/**
 * Takes write commands from the broker on a connection of its own, for which the broker keeps nothing while it is away.
 * It refuses what needs no knowledge of tags, tells the engine the rest, and answers on the prefix that asked.
 */
export class CommandInbox implements Disposable {
  readonly #options: InboxOptions;
  readonly #lifetime = new Lifetime('command inbox');
  readonly #link: BrokerLink;
  readonly #outbox: AnswerOutbox;
  readonly #waiting = new Map<number, AskedCommand>();
  readonly #refused: Record<string, number> = {};
  readonly #retained = new Set<string>();
  readonly #rules: InboxRules;
  /** Far from the numbers of a host that ran before: an answer to one of its commands is for nobody. */
  #nextNumber: number;
  #refusedTopics: string[] = [];
  #silentPrefixes: readonly string[] = [];
  readonly #prefixTest: PrefixTest;
  /** Where the broker is; undefined while it is not to be asked. */
  #url: string | undefined;
  #received = 0;
  #foreign = 0;
  #answered = 0;
  #unanswered = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
    const { data, connect, clock, logger } = options;
    const { allow_qos0: allowQos0, skew } = data.config.commands;
    this.#rules = { allowQos0, skewUs: parseDurationMs(skew)! * 1_000 };
    this.#nextNumber = clock.wallUs();
    this.#outbox = new AnswerOutbox(clock);
    this.#link = this.#lifetime.add(
      new BrokerLink({
        connect,
        longestPauseMs: parseDurationMs(data.config.retry)!,
        clock,
        logger,
        client: () => ({
          ...connectOptions(data, { sessionExpiryInterval: 0, maximumPacketSize: MOST_PACKET_BYTES }),
          clientId: `${data.clientId}-cmd`,
        }),
      }),
    );
    this.#prefixTest = this.#lifetime.add(
      new PrefixTest(clock, `${data.clientId}-cmd`, (silent) => this.#testEnded(silent)),
    );
    this.#lifetime.add(this.#link.changed.on(() => this.#tellState()));
    this.#lifetime.add(options.tags.told.on(() => this.#begin()));
    this.#lifetime.add(this.#link.up.on((connection) => this.#listen(connection)));
    this.#lifetime.add(this.#link.down.on(() => this.#leave()));
    this.#lifetime.add(clock.every(SWEEP_MS, () => this.#forgetOld()));
  }

  get counts(): InboxCounts {
    return {
      received: this.#received,
      refused: { ...this.#refused },
      foreign: this.#foreign,
      waiting: this.#waiting.size,
      answered: this.#answered,
      lostAnswers: this.#outbox.lost + this.#unanswered,
    };
  }

  /** Connects as soon as the tags are told: before that, a command to any device would be passed over as one for others. */
  start(url: string): void {
    this.#url = url;
    this.#begin();
  }

  hold(reason: LinkReason): void {
    this.#url = undefined;
    this.#link.hold(reason);
  }

  /** The end of a command that was told. A number that is not known any more is passed over. */
  answer(number: number, answer: CommandAnswer): void {
    const asked = this.#waiting.get(number);
    if (!asked) return;
    this.#waiting.delete(number);
    this.#send(asked, answer);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #begin(): void {
    if (this.#url !== undefined && this.#options.tags.isTold) this.#link.start(this.#url);
  }

  #listen(connection: Connection): void {
    const { client } = connection;
    this.#refusedTopics = [];
    this.#prefixTest.begin(connection, this.#options.data.config.prefixes);
    this.#outbox.connected(connection);
    client.on('message', (topic, payload, packet) => this.#receive(topic, payload, packet));
    for (const prefix of this.#options.data.config.prefixes) {
      const filters = commandFilters(prefix);
      // Retain as published: a retained command is seen as one even while we are here; handling 2: none is sent at first.
      const topics: ISubscriptionMap = Object.fromEntries(
        filters.map((filter) => [filter, { qos: 2 as const, rh: 2, rap: true }]),
      );
      client.subscribe(topics, (error, _granted, suback) => {
        if (!error) return;
        const codes = (suback?.granted ?? []) as readonly number[];
        this.#refuseTopics(filters.filter((_, i) => (codes[i] ?? 0) >= 0x80));
      });
    }
  }

  #refuseTopics(topics: readonly string[]): void {
    if (topics.length === 0) return;
    this.#refusedTopics.push(...topics);
    this.#options.logger.warn('the MQTT broker refuses the subscription to commands', {
      code: 'NX_MQTT_REFUSED',
      topics,
    });
    this.#tellState();
  }

  #testEnded(silent: readonly string[]): void {
    if (silent.length > 0) {
      const text =
        'a test message of the gateway to itself did not come back from the MQTT broker: commands do not arrive';
      this.#options.logger.warn(text, { code: 'NX_MQTT_REFUSED', prefixes: silent });
    }
    this.#silentPrefixes = silent;
    this.#tellState();
  }

  #leave(): void {
    this.#prefixTest.dispose();
    this.#outbox.disconnected();
  }

  #tellState(): void {
    const { state } = this.#link;
    this.#options.tell({ type: 'inbox', state, refused: [...this.#refusedTopics], silent: this.#silentPrefixes });
  }

  #receive(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const { data, tags, clock } = this.#options;
    const receivedMs = clock.monoMs();
    const place = parseCommandTopic(topic, data.config.prefixes);
    // Nothing, retained, is how a client clears a topic.
    if (!place || (packet.retain && payload.length === 0)) return;
    this.#received++;
    if (!tags.hasDevice(place.device)) {
      this.#foreign++;
      return;
    }
    const { prefix, device, isForbidden } = place;
    const receivedUs = clock.wallUs();
    const body = this.#read(place, payload);
    const asked: AskedCommand = {
      prefix,
      device,
      tag: isForbidden ? undefined : body.tag,
      requestId: body.requestId,
      correlationData: correlationOf(packet.properties?.correlationData),
      receivedMs,
    };
    const { qos, retain, dup } = packet;
    const refusal = refusalOf({ body, isForbidden, qos, retain, dup, receivedUs }, this.#rules) ?? this.#busy();
    const hash = createHash('sha256').update(topic).update('\0').update(payload).digest('hex');
    if (refusal?.code === 'RETAINED_REFUSED' && this.#wasRefused(hash)) return;
    if (refusal) return this.#refuse(asked, refusal);
    if ('fault' in body) return;
    const number = this.#nextNumber++;
    const requestId = body.requestId ?? randomUUID();
    const idGiven = body.requestId !== undefined;
    const { actor } = data.config.commands;
    this.#waiting.set(number, { ...asked, requestId });
    const command = { ...body, number, prefix, device, requestId, idGiven, receivedUs, actor, hash };
    this.#options.tell({ type: 'command', command });
  }

  #read({ device, tag }: CommandTopic, payload: Buffer): CommandBody | RefusedBody {
    if (tag === undefined) return readWriteBody(payload, device);
    return readSetBody(payload, tag, this.#options.tags.dataTypeOf(device, tag));
  }

  #busy(): CommandRefusal | undefined {
    if (this.#waiting.size < MOST_WAITING) return undefined;
    return { code: 'BUSY', message: `${MOST_WAITING} commands wait already. Send it again later.` };
  }

  /** Remembers a retained command, and says whether it was refused before. */
  #wasRefused(hash: string): boolean {
    if (this.#retained.has(hash)) return true;
    if (this.#retained.size >= MOST_RETAINED) this.#retained.delete(this.#retained.values().next().value!);
    this.#retained.add(hash);
    return false;
  }

  #refuse(asked: AskedCommand, refusal: CommandRefusal): void {
    const { code, message } = refusal;
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
    this.#send(asked, { success: false, status: 'REJECTED', error: { code, message } });
  }

  #send(asked: AskedCommand, answer: CommandAnswer): void {
    const { clock } = this.#options;
    this.#answered++;
    this.#outbox.push(encodeAnswer(asked, answer, clock.wallUs(), clock.monoMs()));
  }

  #forgetOld(): void {
    const beforeMs = this.#options.clock.monoMs() - ANSWER_DEADLINE_MS;
    for (const [number, { receivedMs }] of this.#waiting) {
      if (receivedMs > beforeMs) return;
      this.#waiting.delete(number);
      this.#unanswered++;
    }
  }
}
