import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import { historyNeed } from '../../charts/history-need.ts';
import { otherNeed, shiftedAnswer } from '../../charts/other-time.ts';
import type { PenModel } from '../../charts/pen-model.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';

export interface HistoryPen extends ChartPen {
  readonly device: string;
  readonly tag: string;
}

/** `lost`: the link broke off while it was read. `problem` is ready to be shown. */
export type HistoryState =
  | { readonly kind: 'loading' | 'ready' | 'lost' }
  | { readonly kind: 'failed'; readonly problem: string };

/** Stored samples that are missing: `need` in times of the window, which were measured `shiftUs` before. */
interface Wanted {
  readonly pen: HistoryPen;
  readonly key: string;
  readonly model: PenModel;
  readonly need: TimeRange;
  readonly shiftUs: number;
}

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
      const { model, other, uid } = pen;
      if (this.#isFree(uid, nowUs)) {
        const askedAtUs = this.#askedAtUs.get(uid) ?? 0;
        const need = historyNeed(range, widthUs, model.stepUs, model.buffer, model.history, nowUs, askedAtUs);
        if (need) void this.#load({ pen, key: uid, model, need, shiftUs: 0 }, widthUs, nowUs);
      }
      const key = `${uid} before`;
      if (!other || !this.#isFree(key, nowUs)) continue;
      const { shiftUs } = other;
      const need = otherNeed(range, widthUs, other.model.history, nowUs + shiftUs);
      if (need) void this.#load({ pen, key, model: other.model, need, shiftUs }, widthUs, nowUs);
    }
    this.#settle();
  }

  #isFree(key: string, nowUs: number): boolean {
    return !this.#pending.has(key) && nowUs - (this.#failedAtUs.get(key) ?? 0) >= RETRY_US;
  }

  /** With the next look everything that is missing is asked for. */
  forgetFailures(): void {
    this.#failedAtUs.clear();
    this.#say({ kind: 'loading' });
  }

  async #load({ pen, key, model, need, shiftUs }: Wanted, widthUs: number, nowUs: number): Promise<void> {
    const { device, tag } = pen;
    this.#pending.add(key);
    this.#askedAtUs.set(key, nowUs);
    // What could not be had is said until it is there: a try made by itself does not make the note come and go.
    if (this.#failedAtUs.size === 0) this.#say({ kind: 'loading' });
    try {
      const buckets = Math.round((need.toUs - need.fromUs) / widthUs);
      const asked = { fromUs: need.fromUs - shiftUs, toUs: need.toUs - shiftUs };
      const answer = await series({ device, tag, ...asked, buckets }, this.#signal);
      model.history = { ...need, ...(shiftUs === 0 ? answer : shiftedAnswer(answer, shiftUs)) };
      this.#failedAtUs.delete(key);
    } catch (error) {
      this.#failedAtUs.set(key, nowUs);
      const { code, text } = toNexusError(error);
      // That the link is lost is said above all tabs; here only what is wrong with history.
      const isLinkLost = code === 'NX_NET_UNREACHABLE' || code === 'NX_CANCELLED';
      if (!isLinkLost) this.#say({ kind: 'failed', problem: text });
      else if (this.#said === 'loading') this.#say({ kind: 'lost' });
    } finally {
      this.#pending.delete(key);
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
