import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import type { CorpusFrame } from './corpus.ts';
import type { Mutator } from './mutator.ts';

/** What one request was answered with. */
export interface ForgedFrame {
  readonly lane: number;
  readonly step: number;
  /** How it was broken; undefined where it was not. */
  readonly mutator: string | undefined;
  readonly right: Buffer;
  readonly sent: Buffer;
}

export interface ForgeOrder {
  readonly seed: number;
  readonly lane: number;
  readonly mutators: readonly Mutator[];
  /** One frame of so many is right. */
  readonly rightOneIn: number;
  /** Frames that broke something once, sent before all others. */
  readonly corpus: readonly CorpusFrame[];
  /** Where a frame says to which request it belongs. */
  readonly numbered: readonly [from: number, to: number];
}

/** Makes the replies of a rogue peer. Each depends on seed, lane and its number only, so that any of them can be made again. */
export class FrameForge {
  /** Of the poll that runs. */
  readonly poll: ForgedFrame[] = [];
  made = 0;
  malformed = 0;
  readonly uses = new Map<string, number>();
  readonly #order: ForgeOrder;

  constructor(order: ForgeOrder) {
    this.#order = order;
  }

  /** From here on every frame is right. */
  isHonest = false;

  /** @param reply the right one; with values that are not true where it is going to be broken */
  make(reply: (isTrue: boolean) => Buffer): ForgedFrame {
    const { lane, seed, corpus } = this.#order;
    const step = this.made++;
    const known = corpus[step];
    const frame = this.isHonest
      ? this.#right(reply, step)
      : known
        ? { lane, step, mutator: `corpus ${known.name}`, right: reply(false), sent: this.#again(known, reply(false)) }
        : this.#broken(
            reply,
            step,
            randomFrom(seed ^ Math.imul(step + 1, 0x9e37_79b1) ^ Math.imul(lane + 1, 0x85eb_ca6b)),
          );
    if (frame.mutator !== undefined) {
      this.malformed++;
      this.uses.set(frame.mutator, (this.uses.get(frame.mutator) ?? 0) + 1);
    }
    this.poll.push(frame);
    return frame;
  }

  #right(reply: (isTrue: boolean) => Buffer, step: number): ForgedFrame {
    const right = reply(true);
    return { lane: this.#order.lane, step, mutator: undefined, right, sent: right };
  }

  #broken(reply: (isTrue: boolean) => Buffer, step: number, random: Random): ForgedFrame {
    const { lane, mutators, rightOneIn } = this.#order;
    if (random(rightOneIn) === 0) return this.#right(reply, step);
    const { name, change } = mutators[random(mutators.length)]!;
    const right = reply(false);
    const sent = change(Buffer.from(right), random);
    // What changed nothing must not pass for broken.
    if (sent.equals(right)) return this.#right(reply, step);
    return { lane, step, mutator: name, right, sent };
  }

  /** The frame as it was, with the numbers of this request: where they were wrong they are wrong by the same bits. */
  #again({ right, sent }: CorpusFrame, now: Buffer): Buffer {
    const again = Buffer.from(sent);
    const [from, to] = this.#order.numbered;
    for (let at = from; at < Math.min(to, again.length, now.length, right.length); at++)
      again[at] = sent[at]! ^ right[at]! ^ now[at]!;
    return again;
  }
}
