import type { BranchRow, FoundTopic, NamespaceState } from '../../../src-shared/contract/namespace.ts';

/** One line of the tree or of a search, as it is now. Its facts are overwritten as they come; React holds on to the line. */
export interface TopicLine {
  /** The whole topic. */
  readonly topic: string;
  /** The last level, and in the lines of a search what stands above it. */
  readonly label: string;
  readonly above: string;
  facts: Omit<FoundTopic, 'topic'>;
  /** Topics here and below, and lines right below. */
  topics: number;
  children: number;
}

/** A line in its place. */
export interface PlacedLine {
  readonly line: TopicLine;
  /** From 1. */
  readonly level: number;
  /** Place among its siblings from 1, and how many they are. */
  readonly place: number;
  readonly of: number;
  readonly parent: string | null;
  /** Lines that stand below this one in the tree and are not sent: they are too many. */
  readonly hiddenBelow: number;
}

export type LineOrder = 'name' | 'rate' | 'time';

interface TreeEvent {
  readonly state: NamespaceState;
  readonly rows: readonly BranchRow[];
  readonly hidden: readonly { readonly parent: number; readonly count: number }[];
}

interface Entry {
  readonly id: number;
  readonly name: string;
  line: TopicLine | undefined;
  row: BranchRow;
}

const ROOT = 0;

/** The lines that the gateway told of, outside React: values change in place, and only other lines are another structure. */
export class TopicLines {
  readonly #entries = new Map<number, Entry>();
  readonly #below = new Map<number, Entry[]>();
  readonly #hidden = new Map<number, number>();
  readonly #unsorted = new Set<number>();
  #generation = -1;

  /** Takes an event. @returns true when there are other lines than before, or a line can be opened that could not. */
  apply({ state, rows, hidden }: TreeEvent): boolean {
    let isOther = false;
    if (state.generation !== this.#generation) {
      this.#generation = state.generation;
      for (const kept of [this.#entries, this.#below, this.#hidden, this.#unsorted]) kept.clear();
      isOther = true;
    }
    for (const row of rows) isOther = this.#put(row) || isOther;
    for (const { parent, count } of hidden) {
      this.#hidden.set(parent, count);
      isOther = true;
    }
    return isOther;
  }

  /** Lines of the root that the gateway does not send. */
  get hiddenAtRoot(): number {
    return this.#hidden.get(ROOT) ?? 0;
  }

  /** Every line in sight, top to bottom. */
  placed(isOpen: (topic: string) => boolean, order: LineOrder): readonly PlacedLine[] {
    const placed: PlacedLine[] = [];
    const visit = (parent: number, above: TopicLine | undefined, level: number): void => {
      const entries = this.#sorted(parent, order);
      for (const [at, entry] of entries.entries()) {
        const line = this.#lineOf(entry, above);
        const isShown = line.children > 0 && isOpen(line.topic);
        placed.push({
          line,
          level,
          place: at + 1,
          of: entries.length,
          parent: above?.topic ?? null,
          hiddenBelow: isShown ? (this.#hidden.get(entry.id) ?? 0) : 0,
        });
        if (isShown) visit(entry.id, line, level + 1);
      }
    };
    visit(ROOT, undefined, 1);
    return placed;
  }

  #put(row: BranchRow): boolean {
    const entry = this.#entries.get(row.id);
    if (!entry) {
      const added: Entry = { id: row.id, name: row.name, line: undefined, row };
      this.#entries.set(row.id, added);
      const siblings = this.#below.get(row.parent);
      if (siblings) siblings.push(added);
      else this.#below.set(row.parent, [added]);
      this.#unsorted.add(row.parent);
      return true;
    }
    const couldOpen = entry.row.children > 0;
    entry.row = row;
    if (entry.line) Object.assign(entry.line, { facts: row, topics: row.topics, children: row.children });
    return couldOpen !== row.children > 0;
  }

  #lineOf(entry: Entry, above: TopicLine | undefined): TopicLine {
    const { row, name } = entry;
    const topic = above ? `${above.topic}/${name}` : name;
    entry.line ??= { topic, label: name, above: '', facts: row, topics: row.topics, children: row.children };
    return entry.line;
  }

  #sorted(parent: number, order: LineOrder): readonly Entry[] {
    const entries = this.#below.get(parent) ?? [];
    if (order !== 'name') {
      this.#unsorted.add(parent);
      return entries.sort(BY[order]);
    }
    if (this.#unsorted.delete(parent)) entries.sort(byName);
    return entries;
  }
}

const names = new Intl.Collator('en', { numeric: true });
/** What the broker says of itself comes last. */
const byName = (a: Entry, b: Entry): number =>
  Number(isOfBroker(a)) - Number(isOfBroker(b)) || names.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);
const isOfBroker = ({ name, row }: Entry): boolean => row.parent === ROOT && name === '$SYS';
const BY: Readonly<Record<Exclude<LineOrder, 'name'>, (a: Entry, b: Entry) => number>> = {
  rate: (a, b) => b.row.rate - a.row.rate || byName(a, b),
  time: (a, b) => (b.row.timeMs ?? 0) - (a.row.timeMs ?? 0) || byName(a, b),
};

/** The lines of a search, each with its whole topic. Lines of before are kept where their topic is still found. */
export function foundLines(found: readonly FoundTopic[], before: readonly PlacedLine[]): readonly PlacedLine[] {
  const known = new Map(before.map(({ line }) => [line.topic, line]));
  return found.map(({ topic, ...facts }, at) => {
    const line = known.get(topic) ?? { topic, ...partsOf(topic), facts, topics: 1, children: 0 };
    line.facts = facts;
    return { line, level: 1, place: at + 1, of: found.length, parent: null, hiddenBelow: 0 };
  });
}

/** Where there is no room the levels above are shortened, never the one that tells topics apart. */
function partsOf(topic: string): { readonly above: string; readonly label: string } {
  const at = topic.lastIndexOf('/') + 1;
  return { above: topic.slice(0, at), label: topic.slice(at) };
}
