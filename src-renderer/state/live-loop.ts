import { perf } from './perf.ts';
import { watches } from './watches.ts';

/** Brings one thing on the screen up to date and returns how many texts it changed. Makes no layout reads. */
export type LiveWriter = (nowMs: number) => number;

/** Frames between two turns of one writer: 10, 5, 2 and 1 times a second at 60 frames. */
const SLICES = [6, 12, 30, 60] as const;
/** So slowly only where somebody chose it. */
const SLOWEST_BY_LOAD = 2;
/** About what typing needs until its own frame is painted. */
const WAY_MS = 64;
/** The live display may cost this much of a frame before it slows down (ux 5.1). */
const BUDGET_MS = 4;

/**
 * The one animation loop of the page. Writers are sliced over frames so that each has its turn ten times a second for
 * a sixth of the cost a frame; when the loop costs too much it turns slower rather than blocking input.
 */
export class LiveLoop {
  readonly #writers: LiveWriter[] = [];
  readonly #every = new Set<LiveWriter>();
  #frame = 0;
  #speed = 0;
  /** As chosen for this browser. */
  #leastSpeed = 0;
  #handle = 0;
  #lastFrameMs = 0;
  #secondMs = 0;
  #updates = 0;
  #paused = false;
  #restMs = 0;

  /** Turns a second that one value gets. */
  get displayHz(): number {
    return Math.round(60 / SLICES[this.#speed]!);
  }

  /** Not faster than this, however little it costs. */
  set mostHz(hz: number) {
    const at = SLICES.findIndex((slices) => 60 / slices <= hz);
    this.#leastSpeed = at < 0 ? SLICES.length - 1 : at;
    this.#speed = this.#leastSpeed;
  }

  /** Paused, the screen stands still; values go on arriving behind it. */
  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
  }

  /** A key was pressed: the next frames are its own. Values are a moment older, and typing waits for none of them. */
  giveWay(): void {
    this.#restMs = performance.now() + WAY_MS;
  }

  /** Adds a writer for cells, one slice of them a frame. Returns what removes it. */
  add(writer: LiveWriter): () => void {
    this.#writers.push(writer);
    this.#run();
    return () => {
      const at = this.#writers.indexOf(writer);
      if (at < 0) return;
      this.#writers[at] = this.#writers.at(-1)!;
      this.#writers.pop();
    };
  }

  /** Adds a writer that has every frame, for charts. Returns what removes it. */
  addEveryFrame(writer: LiveWriter): () => void {
    this.#every.add(writer);
    this.#run();
    return () => this.#every.delete(writer);
  }

  #run(): void {
    if (this.#handle === 0) this.#handle = requestAnimationFrame(this.#turn);
  }

  readonly #turn = (nowMs: number): void => {
    this.#handle = 0;
    if (this.#writers.length === 0 && this.#every.size === 0) return;
    this.#run();
    const slices = SLICES[this.#speed]!;
    const startMs = performance.now();
    const isHeld = this.#paused || startMs < this.#restMs;
    if (!isHeld) {
      this.#frame = (this.#frame + 1) % slices;
      // Neighbours have their turn together: what changes in one frame lies in one place, and is painted as one.
      const count = this.#writers.length;
      const end = Math.floor((count * (this.#frame + 1)) / slices);
      for (let i = Math.floor((count * this.#frame) / slices); i < end; i++)
        this.#updates += this.#writers[i]!(startMs);
      for (const writer of this.#every) this.#updates += writer(startMs);
    }
    this.#measure(nowMs, performance.now() - startMs);
  };

  #measure(nowMs: number, costMs: number): void {
    const frameMs = nowMs - this.#lastFrameMs;
    this.#lastFrameMs = nowMs;
    // A frame after a second of rest tells nothing about the load.
    if (frameMs < 1_000) perf.frameMs += (frameMs - perf.frameMs) / 60;
    perf.liveLoopMs += (costMs - perf.liveLoopMs) / 60;
    if (nowMs - this.#secondMs < 1_000) return;
    perf.updatesPerSecond = (this.#updates * 1_000) / (nowMs - this.#secondMs);
    perf.subscriptions = watches.size;
    this.#updates = 0;
    this.#secondMs = nowMs;
    if (perf.liveLoopMs > BUDGET_MS && this.#speed < SLOWEST_BY_LOAD) this.#speed++;
    else if (perf.liveLoopMs < BUDGET_MS / 4 && this.#speed > this.#leastSpeed) this.#speed--;
  }
}

/** The one loop of this page. */
export const liveLoop = new LiveLoop();
