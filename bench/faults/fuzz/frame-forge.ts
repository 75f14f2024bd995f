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
  /** For messages by which a connection comes about, of which one in so many is broken. */
  readonly greetings: { readonly mutators: readonly Mutator[]; readonly brokenOneIn: number };
  /** Frames that broke something once, sent before all others. */
  readonly corpus: readonly CorpusFrame[];
  /** Where a frame says to which request it belongs. */
  readonly numbered: readonly [from: number, to: number];
}

/** Makes the replies of a rogue peer. Each depends on seed, lane and its number only, so that any of them can be made again. */
export class FrameForge {
  /** Of the poll that runs, with the greetings of its connection where they were broken. */
  readonly poll: ForgedFrame[] = [];
  /** Replies; greetings are none. */
  made = 0;
  malformed = 0;
  brokenGreetings = 0;
  readonly uses = new Map<string, number>();
  readonly #order: ForgeOrder;
  #greetings = 0;

  constructor(order: ForgeOrder) {
    this.#order = order;
  }

  /** @param reply the right one; with values that are not true where it is going to be broken */
  make(reply: (isTrue: boolean) => Buffer): ForgedFrame {
    const { corpus, mutators, rightOneIn, numbered } = this.#order;
    const step = this.made++;
    const known = corpus[step];
    if (known) {
      const right = reply(false);
      this.malformed++;
      return this.#done(step, `corpus ${known.name}`, right, again(known, right, numbered));
    }
    const random = this.#randomOf(step, 0);
    if (random(rightOneIn) === 0) return this.#done(step, undefined, reply(true));
    const right = reply(false);
    const { name, change } = mutators[random(mutators.length)]!;
    const sent = change(Buffer.from(right), random);
    // What changed nothing must not pass for broken.
    if (sent.equals(right)) return this.#done(step, undefined, reply(true));
    this.malformed++;
    return this.#done(step, name, right, sent);
  }

  greet(right: Buffer): ForgedFrame {
    const { lane, greetings } = this.#order;
    const step = this.#greetings++;
    const random = this.#randomOf(step, 1);
    const { name, change } = greetings.mutators[random(greetings.mutators.length)]!;
    const isBroken = random(greetings.brokenOneIn) === 0;
    const sent = isBroken ? change(Buffer.from(right), random) : right;
    if (sent.equals(right)) return { lane, step, mutator: undefined, right, sent };
    this.brokenGreetings++;
    return this.#done(step, name, right, sent);
  }

  #done(step: number, mutator: string | undefined, right: Buffer, sent = right): ForgedFrame {
    const frame: ForgedFrame = { lane: this.#order.lane, step, mutator, right, sent };
    if (mutator !== undefined) {
      this.uses.set(mutator, (this.uses.get(mutator) ?? 0) + 1);
    }
    this.poll.push(frame);
    return frame;
  }

  #randomOf(step: number, kind: number): Random {
    const { seed, lane } = this.#order;
    return randomFrom(seed ^ Math.imul(step + 1, 0x9e37_79b1) ^ Math.imul(lane * 2 + kind + 1, 0x85eb_ca6b));
  }
}

/** The frame as it was, with the numbers of this request: where they were wrong they are wrong by the same bits. */
function again({ right, sent }: CorpusFrame, now: Buffer, [from, to]: ForgeOrder['numbered']): Buffer {
  const bytes = Buffer.from(sent);
  const end = Math.min(to, bytes.length, now.length, right.length);
  for (let at = from; at < end; at++) bytes[at] = sent[at]! ^ right[at]! ^ now[at]!;
  return bytes;
}
