import type { Driver, ReadingColumns } from '../../../src-main/drivers/driver.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import type { Fate, Fates } from './fates.ts';
import type { FrameForge } from './frame-forge.ts';
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

  static async start(order: LaneOrder): Promise<RogueLane> {
    const clock = new PeerClock();
    const server = await order.rogue.serve((reply) => {
      const frame = order.forge.make(reply);
      if (frame.mutator !== undefined) void clock.lapse();
      return frame;
    });
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
    forge.poll.length = 0;
    const seen = await withinReason(this.#read());
    const wasRight = forge.poll.every(({ mutator }) => mutator === undefined);
    if (seen === HANG) {
      fates.add('hang', `nothing within ${HANG_MS / 1_000} s`, forge.poll);
      // It keeps what it has; the next poll is that of another one.
      this.#driver = undefined;
      this.#isOpen = false;
      return;
    }
    fates.add(...this.#judge(seen, wasRight), forge.poll);
  }

  /** @returns undefined for a reading, or with what it was rejected */
  async #read(): Promise<unknown> {
    const { rogue } = this.#order;
    try {
      this.#driver ??= this.#server.driver(this.#clock);
      if (!this.#isOpen) await this.#driver.open(never);
      this.#isOpen = true;
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
    if (isWhole) return ['accepted wrong', 'a reading that is true, of frames that are not'];
    // What the rogue refused was learnt; the next driver knows nothing of it.
    void this.#driver!.close();
    this.#driver = undefined;
    this.#isOpen = false;
    return ['rejected', 'Bad rows'];
  }
}

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
