import type { TopicView } from '../../../src-shared/contract/namespace.ts';
import type { TopicDecoder } from './decode-message.ts';
import { shownRate, type TreeTime } from './topic-facts.ts';
import { TopicHistory } from './topic-history.ts';
import type { TopicTree } from './topic-tree.ts';
import { topicView } from './topic-view.ts';

/** What one viewer sees of one topic. Its history is kept while somebody looks, and begins with the last message. */
export class TopicWatch {
  readonly #tree: TopicTree;
  readonly #decoders: readonly TopicDecoder[];
  readonly #topic: string;
  #history: TopicHistory | undefined;
  #touched = -1;
  #rate = -1;
  #last = 0;

  constructor(tree: TopicTree, decoders: readonly TopicDecoder[], topic: string) {
    this.#tree = tree;
    this.#decoders = decoders;
    this.#topic = topic;
    this.#hold();
  }

  /** The topic as it is, with what its history has since the last call; undefined: nothing changed. */
  next(time: TreeTime): TopicView | undefined {
    this.#hold();
    const node = this.#tree.find(this.#topic);
    const touched = node?.touched ?? 0;
    const rate = node ? shownRate(node, time) : 0;
    if (touched === this.#touched && rate === this.#rate) return undefined;
    this.#touched = touched;
    this.#rate = rate;
    const view = topicView(this.#tree, this.#topic, time, this.#decoders, { afterNumber: this.#last });
    this.#last = this.#history?.last ?? 0;
    return view;
  }

  dispose(): void {
    if (!this.#history) return;
    this.#history.viewers--;
    const node = this.#tree.find(this.#topic);
    if (this.#history.viewers === 0 && node?.history === this.#history) node.history = undefined;
  }

  /** A topic that nobody published to yet is held as soon as it is there. */
  #hold(): void {
    if (this.#history) return;
    const node = this.#tree.find(this.#topic);
    if (!node) return;
    if (!node.history) {
      node.history = new TopicHistory();
      const { message, payload } = node;
      if (message && payload) node.history.push(payload, node.isRetained, message.timeMs);
    }
    this.#history = node.history;
    this.#history.viewers++;
  }
}
