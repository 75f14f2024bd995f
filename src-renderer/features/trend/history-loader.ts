import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import { historyNeed } from '../../charts/history-need.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';

export interface HistoryPen extends ChartPen {
  readonly device: string;
  readonly tag: string;
}

/** `problem` is ready to be shown. */
export type HistoryState =
  | { readonly kind: 'loading' | 'ready' }
  | { readonly kind: 'failed'; readonly problem: string };

const RETRY_US = 5e6;

/** Brings each pen the stored samples that its window lacks: one query a pen at a time, asked again after a failure. */
export class HistoryLoader {
  readonly #signal: AbortSignal;
  readonly #onState: (state: HistoryState) => void;
  readonly #pending = new Set<string>();
  readonly #askedAtUs = new Map<string, number>();
  readonly #failedAtUs = new Map<string, number>();
  #said: HistoryState['kind'] = 'loading';

  constructor(signal: AbortSignal, onState: (state: HistoryState) => void) {
    this.#signal = signal;
    this.#onState = onState;
  }

  /** Looks what is missing and asks for it. Call it a few times a second. */
  check(pens: readonly HistoryPen[], range: TimeRange, widthUs: number, nowUs: number): void {
    for (const pen of pens) {
      if (this.#pending.has(pen.uid) || nowUs - (this.#failedAtUs.get(pen.uid) ?? 0) < RETRY_US) continue;
      const { model } = pen;
      const askedAtUs = this.#askedAtUs.get(pen.uid) ?? 0;
      const need = historyNeed(range, widthUs, model.stepUs, model.buffer, model.history, nowUs, askedAtUs);
      if (need) void this.#load(pen, need, widthUs, nowUs);
    }
    this.#settle();
  }

  /** With the next look everything that is missing is asked for. */
  forgetFailures(): void {
    this.#failedAtUs.clear();
    this.#say({ kind: 'loading' });
  }

  async #load(pen: HistoryPen, need: TimeRange, widthUs: number, nowUs: number): Promise<void> {
    const { device, tag, uid } = pen;
    this.#pending.add(uid);
    this.#askedAtUs.set(uid, nowUs);
    // What could not be had is said until it is there: a try made by itself does not make the note come and go.
    if (this.#failedAtUs.size === 0) this.#say({ kind: 'loading' });
    try {
      const buckets = Math.round((need.toUs - need.fromUs) / widthUs);
      const answer = await series({ device, tag, ...need, buckets }, this.#signal);
      pen.model.history = { ...need, ...answer };
      this.#failedAtUs.delete(uid);
    } catch (error) {
      this.#failedAtUs.set(uid, nowUs);
      const { code, text } = toNexusError(error);
      // That the link is lost is said above all tabs; here only what is wrong with history.
      const isLinkLost = code === 'NX_NET_UNREACHABLE' || code === 'NX_CANCELLED';
      if (!isLinkLost) this.#say({ kind: 'failed', problem: text });
    } finally {
      this.#pending.delete(uid);
      this.#settle();
    }
  }

  #settle(): void {
    if (this.#pending.size === 0 && this.#failedAtUs.size === 0 && this.#said !== 'ready') this.#say({ kind: 'ready' });
  }

  #say(state: HistoryState): void {
    this.#said = state.kind;
    this.#onState(state);
  }
}
