import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import type { Call } from '../../rpc/call.ts';
import type { ExplorerClient } from '../../uns/explorer/explorer-client.ts';
import type { TreeEvent } from '../../uns/explorer/explorer-messages.ts';

/** An event of a tree as it crosses the wire. */
export interface ToldTree {
  state: NamespaceState;
  rows: TreeEvent['rows'][number][];
  hidden: TreeEvent['hidden'][number][];
}

/** Which branches a page has open. Of two that overtake one another the higher version counts. */
interface AskedBranches {
  /** The name that the page gave its tree. */
  readonly view: string;
  readonly open: readonly string[];
  readonly version: number;
}

interface Known extends AskedBranches {
  /** Of the view at the explorer; 0 while no stream is open. */
  readonly number: number;
}

const MOST_KNOWN = 1_000;

/** The trees that pages look at. A page opens branches by another call than the one that it is told by, in any order. */
export class OpenTrees {
  readonly #known = new Map<string, Known>();

  open(call: Call, asked: AskedBranches, explorer: ExplorerClient | undefined): void {
    const key = keyOf(call, asked);
    const known = this.#known.get(key);
    if (known && known.version > asked.version) return;
    this.#put(key, { ...asked, number: known?.number ?? 0 });
    if (known && known.number > 0) explorer?.open(known.number, asked.open);
  }

  async *watch(
    call: Call,
    signal: AbortSignal,
    asked: AskedBranches,
    explorer: ExplorerClient,
  ): AsyncGenerator<ToldTree> {
    const key = keyOf(call, asked);
    const before = this.#known.get(key);
    const newest = before && before.version > asked.version ? before : asked;
    let number = 0;
    const events = explorer.tree(newest.open, signal, (view) => {
      number = view;
      this.#put(key, { ...newest, number });
    });
    try {
      for await (const { state, rows, hidden } of events) yield { state, rows: [...rows], hidden: [...hidden] };
    } finally {
      if (this.#known.get(key)?.number === number) this.#known.delete(key);
    }
  }

  #put(key: string, known: Known): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
  }
}

const keyOf = ({ session }: Call, { view }: AskedBranches): string => `${session} ${view}`;
