import type { Socket } from 'node:net';
import { resetSocket } from '../kernel/reset-socket.ts';
import type { Ending, Fate, FaultProxyToxics, PatternCut } from './fault-proxy-toxics.ts';
import type { Random } from './random-from.ts';

/** What a lane asks its proxy for, each time anew: faults change while connections stand. */
export interface LaneRules {
  readonly toxics: () => FaultProxyToxics;
  /** Whether nothing passes this way. */
  readonly isBlocked: () => boolean;
  readonly judge: (chunk: Buffer) => Fate;
  readonly random: Random;
  /** Ends both lanes of the connection. */
  readonly end: (how: Ending) => void;
}

interface Chunk {
  bytes: Buffer;
  dueMs: number;
}
type Step = Chunk | { readonly end: () => void };

/** Bytes under way before the sender is held back. Without latency that is one chunk: nothing piles up. */
const MOST_UNDER_WAY = 4 * 1_024 * 1_024;
/** Pieces of a slow lane are of what passes within this time. */
const PIECES_PER_S = 20;
/** Chances are taken among so many. */
const CHANCES = 1_000_000_000;

/** One direction of one connection: what comes out of `from` goes into `to`, late, slowly or damaged. */
export class FaultProxyLane {
  readonly from: Socket;
  readonly #to: Socket;
  readonly #rules: LaneRules;
  readonly #steps: Step[] = [];
  #underWay = 0;
  #isRunning = false;
  #wake: () => void = () => {};
  #lastDueMs = 0;
  /** When the last piece of a slow lane is through. */
  #freeMs = 0;
  /** Bytes that arrived, and how many had when the ending by bytes was asked for. */
  #passed = 0;
  #countedFrom = 0;
  #inserted: Buffer | undefined;
  /** The last bytes that arrived: a pattern may begin in one chunk and end in the next. */
  #tail = Buffer.alloc(0);

  constructor(from: Socket, to: Socket, rules: LaneRules) {
    this.from = from;
    this.#to = to;
    this.#rules = rules;
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    // `pause` does not hold an end: Node reads it all the same.
    from.on('end', () => this.#then(() => to.end()));
    // A reset of one side is a reset of the other, and overtakes what is under way.
    from.on('error', () => (rules.isBlocked() ? this.#then(() => resetSocket(to)) : resetSocket(to)));
    from.on('close', () => this.#then(() => to.destroySoon()));
    to.on('close', () => this.#wake());
    this.steer();
  }

  /** Counts the bytes of an ending from here. */
  countFromHere(): void {
    this.#countedFrom = this.#passed;
  }

  /** What is under way arrives now. */
  hurry(): void {
    for (const step of this.#steps) if ('bytes' in step) step.dueMs = 0;
    this.#lastDueMs = 0;
    this.#freeMs = 0;
    this.steer();
    this.#wake();
  }

  /** Holds the sender back, or lets it go on. */
  steer(): void {
    const most = this.#rules.toxics().latencyMs > 0 ? MOST_UNDER_WAY : 1;
    if (this.#rules.isBlocked() || this.#underWay >= most) this.from.pause();
    else this.from.resume();
  }

  #take(bytes: Buffer): void {
    const { latencyMs, jitterMs } = this.#rules.toxics();
    const jitter = jitterMs === 0 ? 0 : this.#rules.random(2 * jitterMs + 1) - jitterMs;
    // A stream keeps its order, whatever the jitter.
    this.#lastDueMs = Math.max(this.#lastDueMs, performance.now() + latencyMs + jitter);
    this.#steps.push({ bytes, dueMs: latencyMs === 0 ? 0 : this.#lastDueMs });
    this.#underWay += bytes.length;
    this.steer();
    void this.#run();
  }

  #then(end: () => void): void {
    this.#steps.push({ end });
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let step = this.#steps[0]; step && !this.#to.destroyed; step = this.#steps[0]) {
      if ('bytes' in step) await this.#until(() => (step as Chunk).dueMs);
      while (this.#rules.isBlocked() && !this.#to.destroyed) await this.#woken();
      if ('end' in step) step.end();
      else if (!this.#to.destroyed) await this.#pass(step);
      if (this.#steps[0] !== step) continue;
      this.#steps.shift();
      if ('bytes' in step) this.#underWay -= step.bytes.length;
      this.steer();
    }
    this.#isRunning = false;
  }

  /** Passes a chunk on; where the connection falls silent within it, what is left of it stays at the head. */
  async #pass(step: Chunk): Promise<void> {
    const { end, cut } = this.#rules.toxics();
    const fate = this.#rules.judge(step.bytes);
    if (fate === 'drop') return this.#rules.end('rst');
    const bytes = this.#damaged(step.bytes);
    const cutAt = cut ? this.#cutAt(cut, bytes) : Number.POSITIVE_INFINITY;
    const endAt = end ? this.#countedFrom + end.afterBytes - this.#passed : Number.POSITIVE_INFINITY;
    const arriving = bytes.subarray(0, Math.max(0, Math.min(cutAt, endAt)));
    await this.#write(arriving);
    this.#passed += arriving.length;
    if (cut) this.#tail = tailOf(this.#tail, arriving, cut.pattern.length - 1);
    if (Math.min(cutAt, endAt) <= bytes.length) {
      const how = cutAt <= endAt ? cut!.how : end!.how;
      if (how === 'silence') {
        this.#underWay -= arriving.length;
        this.#steps[0] = { bytes: bytes.subarray(arriving.length), dueMs: 0 };
      }
      this.#rules.end(how);
    } else if (fate === 'last') this.#rules.end('rst');
  }

  #damaged(chunk: Buffer): Buffer {
    const { truncateBytes, flipRate, dupRate, insert } = this.#rules.toxics();
    let bytes = chunk.subarray(0, truncateBytes === Number.POSITIVE_INFINITY ? undefined : truncateBytes);
    if (flipRate > 0) {
      bytes = Buffer.from(bytes);
      for (let i = 0; i < bytes.length; i++)
        if (this.#happens(flipRate * 8)) bytes[i] = bytes[i]! ^ (1 << this.#rules.random(8));
    }
    if (dupRate > 0 && this.#happens(dupRate)) bytes = Buffer.concat([bytes, bytes]);
    if (insert && insert !== this.#inserted) {
      this.#inserted = insert;
      bytes = Buffer.concat([insert, bytes]);
    }
    return bytes;
  }

  #happens(chance: number): boolean {
    return chance >= 1 || this.#rules.random(CHANCES) < chance * CHANCES;
  }

  /** After how many of these bytes the connection is cut; infinite when no match of the pattern is cut at. */
  #cutAt(cut: PatternCut, bytes: Buffer): number {
    const { pattern, nth, share, times } = cut;
    const text = Buffer.concat([this.#tail, bytes]);
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + pattern.length)) {
      if (++cut.matches < nth || cut.cuts >= times || !this.#happens(share)) continue;
      cut.cuts++;
      const arrives = { before: 0, within: pattern.length >> 1, after: pattern.length }[cut.where];
      return Math.max(0, at + arrives - this.#tail.length);
    }
    return Number.POSITIVE_INFINITY;
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let start = 0; start < bytes.length; ) {
      // Asked for each piece: a fault that is taken back holds nothing of what is under way.
      const { bytesPerS, sliceBytes, sliceGapMs } = this.#rules.toxics();
      const size = Math.min(sliceBytes, Math.max(1, Math.floor(bytesPerS / PIECES_PER_S)));
      const piece = bytes.subarray(start, start + size);
      if (bytesPerS !== Number.POSITIVE_INFINITY) {
        this.#freeMs = Math.max(performance.now(), this.#freeMs) + (piece.length * 1_000) / bytesPerS;
        await this.#until(() => this.#freeMs);
      }
      if (start > 0) await (sliceGapMs > 0 ? this.#woken(sliceGapMs) : new Promise(setImmediate));
      while (this.#rules.isBlocked() && !this.#to.destroyed) await this.#woken();
      // Ended or gone: what comes now is lost.
      if (!this.#to.writable) return;
      await new Promise((resolve) => this.#to.write(piece, resolve));
      start += piece.length;
    }
  }

  async #until(dueMs: () => number): Promise<void> {
    for (let left = dueMs() - performance.now(); left > 0 && !this.#to.destroyed; left = dueMs() - performance.now())
      await this.#woken(left);
  }

  /** Waits for `hurry`, for the end of the other side, or for the time. */
  #woken(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const tailOf = (tail: Buffer, bytes: Buffer, length: number): Buffer<ArrayBuffer> =>
  length === 0 ? Buffer.alloc(0) : Buffer.from(Buffer.concat([tail, bytes]).subarray(-length));
