import { ArrivalLedger } from '../../../src-shared/domain/arrival-ledger.ts';
import type { DecodedPoint } from '../payload/decoded-point.ts';
import type { WitnessOrder, WitnessReport } from './witness-messages.ts';

/** A broker sends again what was on its way when a connection broke: 1,000 messages by default, 65,535 at most. */
const REMEMBERED = 65_536;

/**
 * Tells what arrives at a broker apart: points in order, messages that came before, and first deliveries that came
 * after later ones.
 */
export class MessageLedger {
  readonly #ledger: ArrivalLedger;
  readonly #keys: ReadonlyMap<string, number>;
  readonly #late: Float64Array;
  /** The last messages, and those before them: the key and the time of their first point. */
  #recent = new Set<string>();
  #earlier = new Set<string>();
  #messages = 0;
  #repeatedMessages = 0;
  #repeatedPoints = 0;
  #undecoded = 0;

  constructor({ topics }: Pick<WitnessOrder, 'topics'>, fromUs: number) {
    this.#ledger = new ArrivalLedger(fromUs, topics.length);
    this.#keys = new Map(topics.map((topic, key) => [topic, key]));
    this.#late = new Float64Array(topics.length);
  }

  set toUs(toUs: number) {
    this.#ledger.toUs = toUs;
  }

  /** A message that is none of our payloads, on a topic of a tag. */
  countUndecoded(topic: string): void {
    if (this.#keys.has(topic)) this.#undecoded++;
  }

  /** The points of one message; those of tags that are not looked at are passed over. */
  take(points: readonly DecodedPoint[]): void {
    const known = points.flatMap(({ topic, timeUs }) => {
      const key = this.#keys.get(topic);
      return key === undefined || timeUs === undefined || !this.#ledger.covers(timeUs) ? [] : [{ key, timeUs }];
    });
    const first = known[0];
    if (!first) return;
    if (!this.#ledger.isLater(first.key, first.timeUs) && this.#wasSeen(first)) {
      this.#repeatedMessages++;
      this.#repeatedPoints += known.length;
      return;
    }
    this.#remember(first);
    for (const { key, timeUs } of known) if (this.#ledger.take(key, timeUs) === false) this.#late[key]!++;
  }

  report(): Omit<WitnessReport, 'link' | 'problem' | 'losses'> {
    const rows = Array.from(this.#keys.values(), (key) => this.#ledger.of(key));
    return {
      count: Float64Array.from(rows, ({ count }) => count),
      sum: Float64Array.from(rows, ({ sum }) => sum),
      late: this.#late.slice(),
      repeatedMessages: this.#repeatedMessages,
      repeatedPoints: this.#repeatedPoints,
      messages: this.#messages,
      undecoded: this.#undecoded,
    };
  }

  #remember(first: FirstPoint): void {
    this.#messages++;
    this.#recent.add(nameOf(first));
    if (this.#recent.size < REMEMBERED) return;
    this.#earlier = this.#recent;
    this.#recent = new Set();
  }

  #wasSeen(first: FirstPoint): boolean {
    const name = nameOf(first);
    return this.#recent.has(name) || this.#earlier.has(name);
  }
}

interface FirstPoint {
  readonly key: number;
  readonly timeUs: number;
}

const nameOf = ({ key, timeUs }: FirstPoint): string => `${key} ${timeUs}`;
