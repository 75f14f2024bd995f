import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, randomFrom } from './random-from.ts';

/** A part of a plant and what can be done to it: `{ broker: { stop, start } }`. */
export type ScenarioParts = Readonly<Record<string, Readonly<Record<string, () => unknown>>>>;

/** The same words, each of which only notes what is to be done and hands back the scenario. */
type Words<Parts extends ScenarioParts> = {
  readonly [Part in keyof Parts]: { readonly [Act in keyof Parts[Part]]: () => Scenario<Parts> };
};

interface Step {
  readonly when: string;
  readonly words: string;
  readonly act: () => unknown;
  /** After the step before it had ended. */
  readonly afterS: number;
}

/** Steps that follow each other from a moment on. */
interface Chain {
  readonly atS: number;
  readonly steps: Step[];
}

/** What was done, and when it really began: a step waits for the one before it. */
export interface ScenarioDone {
  readonly words: string;
  readonly atS: number;
}

/**
 * A schedule of faults: `scenario.at(10).broker.stop().at(30).broker.start()`. What is random in it is drawn from `random`
 * while it is written, so that the seed repeats the whole of it; `text` is what to print first.
 */
export class Scenario<Parts extends ScenarioParts> {
  readonly seed: number;
  readonly random: Random;
  readonly #parts: Parts;
  readonly #chains: Chain[] = [{ atS: 0, steps: [] }];

  constructor(parts: Parts, seed: number) {
    this.#parts = parts;
    this.seed = seed;
    this.random = randomFrom(seed);
  }

  /** `seed 7: 10 s broker.stop, 30 s broker.start`. */
  get text(): string {
    return `seed ${this.seed}: ${this.#inOrder.flatMap(({ steps }) => steps.map(({ when, words }) => `${when} ${words}`)).join(', ')}`;
  }

  /** What follows is done so many seconds after the scenario began. */
  at(atS: number): Words<Parts> {
    const chain: Chain = { atS, steps: [] };
    this.#chains.push(chain);
    return this.#words(chain, `${atS} s`, 0);
  }

  /** What follows is done so many seconds after what was written before it has been done, however long that took. */
  after(afterS: number): Words<Parts> {
    return this.#words(this.#chains.at(-1)!, `+${afterS} s`, afterS);
  }

  /** A number between the two, to the tenth, drawn from the seed. */
  between(from: number, to: number): number {
    return Math.round(from * 10 + this.random(Math.max(1, Math.round((to - from) * 10) + 1))) / 10;
  }

  /**
   * Does every step at its time, one after the other, and waits until `untilS` where the last was done before.
   *
   * @throws Error that names seed and step when one fails.
   */
  async run(untilS = 0): Promise<readonly ScenarioDone[]> {
    const beganMs = performance.now();
    const passedS = (): number => (performance.now() - beganMs) / 1_000;
    const waitUntil = async (second: number): Promise<void> =>
      void (await sleep(Math.max(0, second - passedS()) * 1_000));
    const done: ScenarioDone[] = [];
    for (const { atS, steps } of this.#inOrder) {
      await waitUntil(atS);
      for (const { when, words, act, afterS } of steps) {
        await sleep(afterS * 1_000);
        done.push({ words, atS: Math.round(passedS() * 10) / 10 });
        try {
          await act();
        } catch (error) {
          throw new Error(`Step “${when} ${words}” of the scenario failed (${this.text})`, { cause: error });
        }
      }
    }
    await waitUntil(untilS);
    return done;
  }

  #words(chain: Chain, when: string, afterS: number): Words<Parts> {
    const entries = Object.entries(this.#parts).map(([part, acts]) => {
      const words = Object.entries(acts).map(([act, does]) => {
        const note = (): this => {
          chain.steps.push({ when, words: `${part}.${act}`, act: does, afterS });
          return this;
        };
        return [act, note] as const;
      });
      return [part, Object.fromEntries(words)] as const;
    });
    return Object.fromEntries(entries) as unknown as Words<Parts>;
  }

  get #inOrder(): readonly Chain[] {
    return this.#chains.toSorted((a, b) => a.atS - b.atS);
  }
}
