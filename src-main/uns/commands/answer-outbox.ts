import type { Clock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { Connection } from '../link/broker-link.ts';

/** Answers that are kept for a link that is down; the oldest goes when there are more. */
const MOST_AWAY = 1_000;
/** With a link: all commands that wait may be answered at once, and as many be refused meanwhile. */
const MOST = 4_000;
const KEEP_MS = 60_000;
const MOST_IN_FLIGHT = 100;

export interface Answer {
  readonly topic: string;
  readonly payload: string;
  /** Of the command, MQTT 5 only. */
  readonly correlationData?: Buffer;
}

interface Kept extends Answer {
  readonly untilMs: number;
}

/** Sends answers in order, once each; keeps them over a short outage of the link, and counts those that it cannot. */
export class AnswerOutbox {
  readonly #clock: Clock;
  #connection: Connection | undefined;
  #waiting: Kept[] = [];
  #inFlight = new Set<Kept>();
  #lost = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Answers that nobody got. */
  get lost(): number {
    return this.#lost;
  }

  push(answer: Answer): void {
    this.#waiting.push({ ...answer, untilMs: this.#clock.monoMs() + KEEP_MS });
    this.#expire();
    this.#send();
  }

  connected(connection: Connection): void {
    this.#connection = connection;
    this.#expire();
    this.#send();
  }

  /** What was not acknowledged is sent again on the next connection: a sender knows his answer by its request_id. */
  disconnected(): void {
    this.#connection = undefined;
    this.#waiting = [...this.#inFlight, ...this.#waiting];
    this.#inFlight = new Set();
    this.#expire();
  }

  #expire(): void {
    const nowMs = this.#clock.monoMs();
    const most = this.#connection ? MOST : MOST_AWAY;
    while (this.#waiting.length > 0) {
      const isOver = this.#waiting.length + this.#inFlight.size > most || this.#waiting[0]!.untilMs < nowMs;
      if (!isOver) return;
      this.#waiting.shift();
      this.#lost++;
    }
  }

  #send(): void {
    const connection = this.#connection;
    if (!connection) return;
    const { client, receiveMaximum, maximumQos } = connection;
    const most = Math.min(MOST_IN_FLIGHT, receiveMaximum);
    while (this.#inFlight.size < most && this.#connection === connection) {
      const answer = this.#waiting.shift();
      if (!answer) return;
      this.#inFlight.add(answer);
      const { correlationData } = answer;
      const properties = correlationData && client.options.protocolVersion === 5 ? { correlationData } : undefined;
      const qos = maximumQos > 0 ? 1 : 0;
      client.publish(answer.topic, answer.payload, { qos, ...(properties && { properties }) }, (error) => {
        // The end of the connection is told as `disconnected`, which takes back all of them.
        if (this.#connection !== connection || !this.#inFlight.delete(answer)) return;
        if (error) this.#lost++;
        this.#send();
      });
      crashPoint('command.afterAnswer');
    }
  }
}
