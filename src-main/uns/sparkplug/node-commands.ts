import { createHash, randomUUID } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import type { CommandBody, RefusedBody } from '../commands/command-body.ts';
import type { CommandValue, IncomingCommand } from '../commands/command-messages.ts';
import { refusalOf } from '../commands/command-refusal.ts';
import { ANSWER_DEADLINE_MS, MOST_WAITING } from '../commands/waiting-limits.ts';
import type { InboxCounts } from '../publishing/publisher-messages.ts';
import { REBIRTH } from './certificates.ts';
import { type DecodedMetric, type DecodedPayload, decodePayload, PayloadFault } from './decode-payload.ts';
import type { EdgeNode } from './edge-node.ts';
import { metricValue } from './metric-value.ts';

export interface NodeCommandsOptions {
  readonly node: EdgeNode;
  readonly config: MqttConfig['commands'];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hands a write to the engine, whose answer comes by `answer`. */
  readonly tell: (command: IncomingCommand) => void;
}

/** Of one command; a host writes some. */
const MOST_METRICS = 1_000;
/** The same refusal is logged once in this time, however many there are. */
const LOG_EVERY_MS = 60_000;
const PREFIX = 'spBv1.0';
const MOST_TEXT = 1_024;

/**
 * Takes NCMD and DCMD. A write goes through the same door as every other, after the same refusals; Sparkplug has no
 * answer to it but the data message that tells the new value, so what was refused here is counted and logged.
 */
export class NodeCommands {
  readonly #options: NodeCommandsOptions;
  readonly #waiting = new Map<number, number>();
  readonly #refused: Record<string, number> = {};
  readonly #loggedMs = new Map<string, number>();
  /** Counts down, far from the numbers of commands that come as JSON. */
  #nextNumber: number;
  #received = 0;
  #foreign = 0;
  #answered = 0;

  constructor(options: NodeCommandsOptions) {
    this.#options = options;
    this.#nextNumber = -options.clock.wallUs();
  }

  get counts(): InboxCounts {
    return {
      received: this.#received,
      refused: { ...this.#refused },
      foreign: this.#foreign,
      waiting: this.#waiting.size,
      answered: this.#answered,
      lostAnswers: 0,
    };
  }

  /** The engine has ended a command; a number that is not one of these is passed over. */
  answer(number: number): void {
    if (this.#waiting.delete(number)) this.#answered++;
  }

  receive(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const { node } = this.#options;
    const place = node.topics.commandPlace(topic);
    // Nothing, retained, is how a client clears a topic.
    if (!place || (packet.retain && payload.length === 0)) return;
    if (place.device !== undefined && !node.metrics.hasDevice(place.device)) {
      this.#foreign++;
      return;
    }
    const decoded = decodePayload(payload);
    if (decoded instanceof PayloadFault) return this.#refuse(place.device, 'BAD_REQUEST', decoded.text);
    if (place.device !== undefined) return this.#write(place.device, topic, payload, decoded, packet);
    // A rebirth that a broker kept is asked for by nobody.
    if (!packet.retain && decoded.metrics.some(isRebirth)) node.rebirth();
  }

  #write(device: string, topic: string, payload: Buffer, decoded: DecodedPayload, packet: IPublishPacket): void {
    const { clock, config, tell } = this.#options;
    const receivedUs = clock.wallUs();
    this.#forgetOld();
    if (decoded.metrics.length > MOST_METRICS) {
      return this.#refuse(
        device,
        'BAD_REQUEST',
        `It has ${decoded.metrics.length} metrics; at most ${MOST_METRICS} are taken.`,
      );
    }
    const hashed = createHash('sha256').update(topic).update('\0').update(payload);
    const rules = { allowQos0: true, skewUs: parseDurationMs(config.skew)! * 1_000 };
    for (const [index, metric] of decoded.metrics.entries()) {
      this.#received++;
      const body = this.#bodyOf(device, metric, decoded);
      const { qos, retain, dup } = packet;
      const refusal = refusalOf({ body, isForbidden: false, qos, retain, dup, receivedUs }, rules);
      if (refusal) this.#refuse(device, refusal.code, refusal.message);
      else if (this.#waiting.size >= MOST_WAITING)
        this.#refuse(device, 'BUSY', `${MOST_WAITING} commands wait already.`);
      else if (!('fault' in body)) {
        const number = this.#nextNumber--;
        const hash = hashed.copy().update(String(index)).digest('hex');
        this.#waiting.set(number, clock.monoMs());
        const id = { number, prefix: PREFIX, device, requestId: randomUUID(), idGiven: false };
        tell({ ...body, ...id, receivedUs, actor: config.actor, hash });
      }
    }
  }

  /** What a metric of a DCMD asks for, by its own datatype or, as the standard would have it, by that of its birth. */
  #bodyOf(
    device: string,
    { name, alias, datatype, raw, isNull, timestamp }: DecodedMetric,
    { timestamp: sentMs }: DecodedPayload,
  ): CommandBody | RefusedBody {
    const metric = this.#options.node.metrics.named(device, name, alias);
    if (!metric) return { fault: `“${name ?? String(alias ?? '')}” is no metric of ${device}. Ask for a rebirth.` };
    const { tag } = metric.row;
    const value = raw && !isNull ? metricValue(raw, datatype ?? metric.plan.type) : undefined;
    if (value === undefined || value instanceof Uint8Array) {
      return { fault: `The value of “${tag}” is not of the datatype that its birth told.`, tag };
    }
    if (typeof value === 'string' && value.length > MOST_TEXT) {
      return { fault: `The value of “${tag}” has ${value.length} characters; at most ${MOST_TEXT} are taken.`, tag };
    }
    const ms = Number(timestamp ?? sentMs ?? Number.NaN);
    return { tag, value: commandValue(value), ...(ms > 0 && { tsUs: ms * 1_000 }) };
  }

  #refuse(device: string | undefined, code: string, why: string): void {
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
    const { clock, logger } = this.#options;
    const nowMs = clock.monoMs();
    if (nowMs - (this.#loggedMs.get(code) ?? Number.NEGATIVE_INFINITY) < LOG_EVERY_MS) return;
    this.#loggedMs.set(code, nowMs);
    logger.warn('a Sparkplug command was refused', { device, refusal: code, why, refused: this.#refused[code] });
  }

  #forgetOld(): void {
    const beforeMs = this.#options.clock.monoMs() - ANSWER_DEADLINE_MS;
    for (const [number, sinceMs] of this.#waiting) {
      if (sinceMs > beforeMs) return;
      this.#waiting.delete(number);
    }
  }
}

function isRebirth({ name, raw }: DecodedMetric): boolean {
  return name === REBIRTH && raw?.field === 'boolean' && raw.value;
}

/** Integers beyond 2^53 are texts of digits. */
function commandValue(value: number | bigint | boolean | string): CommandValue {
  return typeof value === 'bigint' ? String(value) : value;
}
