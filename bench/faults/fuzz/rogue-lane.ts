import type { Driver, ReadingColumns } from '../../../src-main/drivers/driver.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import type { Fate, Fates } from './fates.ts';
import type { ForgedFrame, FrameForge } from './frame-forge.ts';
import { PeerClock } from './peer-clock.ts';
import type { Rogue, RogueServer } from './rogue.ts';

/** No poll of a peer that has answered takes this long on any machine. */
const HANG_MS = 20_000;
const HANG = Symbol('hang');
const never = new AbortController().signal;

export interface LaneOrder {
  readonly rogue: Rogue;
  readonly forge: FrameForge;
  readonly fates: Fates;
}

/** One client of one rogue of its own: polls, and opens again after every rejection, as a session does. */
export class RogueLane {
  readonly #order: LaneOrder;
  readonly #server: RogueServer;
  readonly #clock: PeerClock;
  readonly #into: ReadingColumns;
  #driver: Driver | undefined;
  #isOpen = false;
  #greetings: readonly ForgedFrame[] = [];

  static async start(order: LaneOrder): Promise<RogueLane> {
    const clock = new PeerClock();
    const { rogue, forge } = order;
    // Behind an odd greeting a right frame may be one that the client has to wait for in vain, too.
    const told = (frame: ForgedFrame): ForgedFrame => {
      if (forge.poll.some(({ mutator }) => mutator !== undefined)) void clock.lapse();
      return frame;
    };
    const server = await rogue.serve(
      (reply) => told(forge.make(reply)),
      (right) => told(forge.greet(right)),
    );
    return new RogueLane(order, server, clock);
  }

  private constructor(order: LaneOrder, server: RogueServer, clock: PeerClock) {
    const rows = order.rogue.tags.length;
    this.#order = order;
    this.#server = server;
    this.#clock = clock;
    this.#into = {
      timeUs: new Float64Array(rows),
      value: new Float64Array(rows),
      status: new Uint32Array(rows),
      cells: [],
    };
  }

  /** Polls until so many frames were made in all. */
  async until(frames: number): Promise<void> {
    const { forge } = this.#order;
    while (forge.made < frames) await this.#poll();
  }

  async dispose(): Promise<void> {
    await this.#driver?.close();
    await this.#server.dispose();
  }

  async #poll(): Promise<void> {
    const { forge, fates } = this.#order;
    // A greeting that was broken may show in any poll of its connection.
    forge.poll.splice(0, forge.poll.length, ...(this.#isOpen ? this.#greetings : []));
    const seen = await withinReason(this.#read());
    const wasRight = forge.poll.every(({ mutator }) => mutator === undefined);
    if (seen === HANG) {
      fates.add('hang', `nothing within ${HANG_MS / 1_000} s`, forge.poll);
      // It keeps what it has; the next poll is that of another one.
      this.#forget();
      return;
    }
    fates.add(...this.#judge(seen, wasRight), forge.poll);
    if (seen !== undefined && this.#wasLost(seen)) await this.#askAgain();
  }

  /** A refusal of a request is an answer: what was asked over that connection is known. */
  #wasLost(error: unknown): boolean {
    return this.#driver !== undefined && (error as { readonly code?: string }).code !== 'NX_DRIVER_REJECTED';
  }

  /** Behind a fault the connection is closed: nothing goes over it any more. */
  async #askAgain(): Promise<void> {
    const { forge, fates, rogue } = this.#order;
    const { made } = forge;
    const code = await this.#driver!.read(this.#driver!.plan(rogue.tags), this.#into, never).then(
      () => 'a reading',
      (error: { readonly code?: string }) => error.code,
    );
    if (code === 'a reading' || forge.made !== made) fates.add('used again', `${code}`, forge.poll);
  }

  #forget(): void {
    this.#driver = undefined;
    this.#isOpen = false;
  }

  /** @returns undefined for a reading, or with what it was rejected */
  async #read(): Promise<unknown> {
    const { rogue } = this.#order;
    try {
      this.#driver ??= rogue.driver(this.#server.place, this.#clock);
      if (!this.#isOpen) await this.#open(this.#driver);
      this.#into.value.fill(0);
      this.#into.status.fill(0);
      this.#into.cells.length = 0;
      await this.#driver.read(this.#driver.plan(rogue.tags), this.#into, never);
      return undefined;
    } catch (error) {
      this.#isOpen = false;
      return error;
    }
  }

  async #open(driver: Driver): Promise<void> {
    const { forge } = this.#order;
    forge.poll.length = 0;
    await driver.open(never);
    this.#greetings = [...forge.poll];
    this.#isOpen = true;
  }

  #judge(error: unknown, wasRight: boolean): [Fate, string] {
    const { rejections, truth } = this.#order.rogue;
    if (error !== undefined) {
      const code = (error as { readonly code?: string }).code ?? (error as Error).stack ?? 'no error at all';
      if (!rejections.has(code)) return ['uncaught', code];
      return [wasRight ? 'right refused' : 'rejected', code];
    }
    const { value, status, cells } = this.#into;
    const fooled = value.findIndex((each, row) => isGood(status[row]!) && each !== truth);
    if (fooled >= 0) return ['accepted wrong', `row ${fooled} is ${value[fooled]}, cells ${cells.length}`];
    const isWhole = status.every(isGood);
    if (wasRight) return isWhole ? ['correct', 'a reading'] : ['right refused', `status ${status.join(' ')}`];
    const isOfFrames = this.#order.forge.poll.some(({ mutator }) => mutator !== undefined && !isGreeting(mutator));
    if (isWhole && isOfFrames) return ['accepted wrong', 'a reading that is true, of frames that are not'];
    if (isWhole) return ['correct', 'a reading over a connection that was greeted oddly'];
    // What the rogue refused was learnt; the next driver knows nothing of it.
    void this.#driver!.close();
    this.#forget();
    return ['rejected', 'Bad rows'];
  }
}

const isGreeting = (mutator: string): boolean => mutator.startsWith('greeting: ');

async function withinReason<T>(work: Promise<T>): Promise<T | typeof HANG> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hang = new Promise<typeof HANG>((resolve) => {
    timer = setTimeout(resolve, HANG_MS, HANG);
  });
  try {
    return await Promise.race([work, hang]);
  } finally {
    clearTimeout(timer);
  }
}
