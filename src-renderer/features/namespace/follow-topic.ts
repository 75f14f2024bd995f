import type { HistoryEntry, TopicView } from '../../../src-shared/contract/namespace.ts';
import { rpc } from '../../rpc/connect.ts';
import { sleep } from '../../rpc/sleep.ts';
import { keepFollowing } from '../../state/keep-following.ts';
import { useNamespace } from './namespace-store.ts';

const RETRY_MS = 1_000;
const MOST_HISTORY = 200;
/** Arrows pass many topics on their way: only where they rest is followed. */
const REST_MS = 120;

/** One topic as it comes, outside React: its newest view, and its history with the newest first. */
export class TopicFollower {
  readonly topic: string;
  view: TopicView | undefined;
  history: readonly HistoryEntry[] = [];
  reason = '';
  /** Counts the views. */
  version = 0;
  readonly #changed: () => void;

  /** @param changed called when what React draws is something else. */
  constructor(topic: string, changed: () => void) {
    this.topic = topic;
    this.#changed = changed;
  }

  /** Until the signal; a link that was lost begins anew. */
  async follow(signal: AbortSignal): Promise<void> {
    await sleep(REST_MS, signal);
    await keepFollowing(
      {
        open: () => {
          this.history = [];
          return rpc().namespace.follow({ signal, input: { topic: this.topic } });
        },
        take: (view) => this.take(view),
        failed: (text) => this.#failed(text),
        retryMs: RETRY_MS,
      },
      signal,
    );
  }

  /** A view as it came, or one with a payload that was asked for. */
  take(view: TopicView): void {
    this.history = [...view.history.toReversed(), ...this.history].slice(0, MOST_HISTORY);
    // Paused, the history goes on behind what is shown.
    if (useNamespace.getState().isPaused && this.view) return;
    const isOther = this.reason !== '' || shapeOf(this.view) !== shapeOf(view);
    this.view = view;
    this.version++;
    this.reason = '';
    if (isOther) this.#changed();
  }

  #failed(text: string): void {
    this.reason = text;
    this.#changed();
  }
}

/** What of a topic is drawn by React: anything but figures and texts that run. */
const shapeOf = (view: TopicView | undefined): string =>
  view === undefined
    ? ''
    : JSON.stringify([
        view.seen,
        view.mark,
        view.retained,
        view.left,
        view.tag,
        view.qos,
        view.decoded?.kind,
        view.decoded?.unborn,
      ]);
