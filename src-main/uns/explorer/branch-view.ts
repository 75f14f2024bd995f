import type { BranchRow } from '../../../src-shared/contract/namespace.ts';
import type { TopicDecoder } from './decode-message.ts';
import { shownRate, type TreeTime, topicFacts } from './topic-facts.ts';
import type { TopicNode } from './topic-node.ts';
import type { TopicTree } from './topic-tree.ts';

/** Lines of one branch; a branch with more is to be searched. */
const MOST_CHILDREN = 2_000;
/** Lines of all open branches together. */
const MOST_LINES = 20_000;
/** Lines of one event: four times a second that is what a page can take, and those that wait longest come first. */
const MOST_ROWS = 1_000;

/** What a viewer was told of a line, and by which event. */
interface Told {
  readonly touched: number;
  readonly rate: number;
  readonly at: number;
}

export interface BranchChange {
  readonly rows: readonly BranchRow[];
  /** Lines of a branch that are not sent; of branches where that number is another one now. */
  readonly hidden: readonly { readonly parent: number; readonly count: number }[];
}

/** What one viewer sees of the tree: the lines of the branches that he opened, and what he was told of each. */
export class BranchView {
  readonly #tree: TopicTree;
  readonly #decoders: readonly TopicDecoder[];
  #open: readonly string[];
  readonly #told = new Map<TopicNode, Told>();
  readonly #hidden = new Map<number, number>();
  #events = 0;

  constructor(tree: TopicTree, decoders: readonly TopicDecoder[], open: readonly string[]) {
    this.#tree = tree;
    this.#decoders = decoders;
    this.#open = open;
  }

  get open(): readonly string[] {
    return this.#open;
  }

  /** Other branches are open. Lines of those that were closed are told anew when they are opened again. */
  set open(open: readonly string[]) {
    this.#open = open;
    const shown = new Set(this.#branches());
    for (const node of this.#told.keys()) if (!shown.has(node.parent!)) this.#told.delete(node);
  }

  /** What changed since the last call, the longest untold first; undefined: nothing. */
  next(time: TreeTime): BranchChange | undefined {
    this.#events++;
    const stale: { readonly node: TopicNode; readonly rate: number; readonly at: number }[] = [];
    const hidden: { parent: number; count: number }[] = [];
    let lines = 0;
    for (const branch of this.#branches()) {
      const size = branch.children?.size ?? 0;
      const shown = Math.min(size, MOST_CHILDREN, MOST_LINES - lines);
      lines += shown;
      if (this.#isNews(branch, size - shown)) hidden.push({ parent: branch.id, count: size - shown });
      for (const node of first(branch.children?.values() ?? [], shown)) {
        const told = this.#told.get(node);
        if (told?.touched === node.touched && told.rate === 0) continue;
        const rate = shownRate(node, time);
        if (told?.touched !== node.touched || told.rate !== rate) stale.push({ node, rate, at: told?.at ?? 0 });
      }
    }
    if (stale.length === 0 && hidden.length === 0) return undefined;
    if (stale.length > MOST_ROWS) stale.sort((a, b) => a.at - b.at);
    const rows = stale.slice(0, MOST_ROWS).map(({ node, rate }) => {
      this.#told.set(node, { touched: node.touched, rate, at: this.#events });
      return this.#row(node, time);
    });
    return { rows, hidden };
  }

  #branches(): readonly TopicNode[] {
    return [this.#tree.root, ...this.#open.flatMap((topic) => this.#tree.find(topic) ?? [])];
  }

  #isNews(branch: TopicNode, count: number): boolean {
    if ((this.#hidden.get(branch.id) ?? 0) === count) return false;
    this.#hidden.set(branch.id, count);
    return true;
  }

  #row(node: TopicNode, time: TreeTime): BranchRow {
    return {
      id: node.id,
      parent: node.parent!.id,
      name: node.name,
      topics: node.topics,
      children: node.children?.size ?? 0,
      ...topicFacts(node, node.topic, time, this.#decoders),
    };
  }
}

function* first<T>(values: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const value of values) {
    if (left-- <= 0) return;
    yield value;
  }
}
