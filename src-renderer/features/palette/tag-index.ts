import type { TagNames } from '../../../src-shared/contract/devices.ts';
import { fuzzySpan, holdsWords, type Query, queryOf, RANK, startsWords } from './match-rank.ts';
import { topicPattern } from './topic-pattern.ts';

export interface TagHit {
  readonly device: string;
  readonly deviceName: string;
  readonly tag: string;
  readonly name: string;
  readonly topic: string;
  readonly rank: number;
}

export interface TagHits {
  readonly hits: readonly TagHit[];
  /** How many there are in all. */
  readonly total: number;
}

/*
 * A hit is one number, so that the best of fifty thousand are found by sorting a Float64Array: rank, then the length
 * of the name (the shorter one is the closer match), then the row.
 */
const ROW_SPAN = 2 ** 28;
const LENGTH_SPAN = 2 ** 10;
const keyOf = (rank: number, length: number, row: number): number =>
  (rank * LENGTH_SPAN + Math.min(length, LENGTH_SPAN - 1)) * ROW_SPAN + row;

/** All tags of a project, made to be searched at each key: one lowered text a tag. */
export class TagIndex {
  readonly #devices: readonly TagNames[];
  /** The row of each device's first tag, and one beyond the last. */
  readonly #firstRow: number[] = [0];
  readonly #ids: string[] = [];
  readonly #names: string[] = [];
  readonly #suffixes: string[] = [];
  /** `name \n id \t device, its id, address, topic`: where a name begins and ends can be asked for. */
  readonly #texts: string[] = [];
  readonly #keys: Float64Array;

  constructor(devices: readonly TagNames[]) {
    this.#devices = devices;
    for (const { device, name, ids, names, addresses, topicSuffixes, unsPrefix, tags } of devices) {
      const column = (text: string): readonly string[] => (tags === 0 ? [] : text.split('\n'));
      const [nameOf, addressOf, suffixOf] = [column(names), column(addresses), column(topicSuffixes)];
      for (const [at, id] of column(ids).entries()) {
        const tagName = nameOf[at] || id;
        const suffix = suffixOf[at] || id;
        this.#ids.push(id);
        this.#names.push(tagName);
        this.#suffixes.push(suffix);
        this.#texts.push(
          `${tagName}\n${id}\t${name} ${device} ${addressOf[at] ?? ''} ${unsPrefix}/${suffix}`.toLowerCase(),
        );
      }
      this.#firstRow.push(this.#ids.length);
    }
    this.#keys = new Float64Array(this.#ids.length);
  }

  get size(): number {
    return this.#ids.length;
  }

  /**
   * The best `limit` tags that hold every word of what was typed; where none does, those that hold its letters in this
   * order. `recent` are tags used lately (`device/tag`), which come first where they match.
   */
  find(typed: string, limit: number, recent: readonly string[]): TagHits {
    const query = queryOf(typed);
    const lately = this.#rowsOf(recent);
    if (query.words.length === 0)
      return { hits: lately.map((row) => this.#hit(row, RANK.recent)), total: lately.length };
    const count = this.#rankWords(query, new Set(lately)) || this.#rankFuzzy(query.words.join(''));
    return this.#best(count, limit);
  }

  /** Tags by topic: a part of it, or a filter with `+` and `#` that may still be being typed. */
  findTopics(typed: string, limit: number): TagHits {
    const pattern = topicPattern(typed);
    let count = 0;
    for (const [at, { unsPrefix }] of this.#devices.entries()) {
      for (let row = this.#firstRow[at]!; row < this.#firstRow[at + 1]!; row++) {
        if (pattern.test(`${unsPrefix}/${this.#suffixes[row]!}`)) this.#keys[count++] = keyOf(RANK.inside, 0, row);
      }
    }
    return this.#best(count, limit);
  }

  #rankWords({ text, words }: Query, lately: ReadonlySet<number>): number {
    const starts = { name: `${text}\n`, id: `\n${text}`, wholeId: `\n${text}\t` };
    let count = 0;
    for (let row = 0; row < this.#texts.length; row++) {
      const own = this.#texts[row]!;
      if (!holdsWords(own, words)) continue;
      let rank: number = RANK.inside;
      if (lately.has(row)) rank = RANK.recent;
      else if (own.startsWith(starts.name) || own.includes(starts.wholeId)) rank = RANK.exact;
      else if (own.startsWith(text) || own.includes(starts.id)) rank = RANK.prefix;
      else if (startsWords(own, words)) rank = RANK.wordStarts;
      this.#keys[count++] = keyOf(rank, this.#names[row]!.length, row);
    }
    return count;
  }

  #rankFuzzy(letters: string): number {
    let count = 0;
    for (let row = 0; row < this.#texts.length; row++) {
      const span = fuzzySpan(this.#texts[row]!, letters);
      if (span !== undefined) this.#keys[count++] = keyOf(RANK.fuzzy, span, row);
    }
    return count;
  }

  #best(count: number, limit: number): TagHits {
    const best = this.#keys.subarray(0, count).sort().subarray(0, limit);
    const hits = Array.from(best, (key) => this.#hit(key % ROW_SPAN, Math.floor(key / ROW_SPAN / LENGTH_SPAN)));
    return { hits, total: count };
  }

  #hit(row: number, rank: number): TagHit {
    const { device, name, unsPrefix } = this.#deviceOf(row);
    const topic = `${unsPrefix}/${this.#suffixes[row]!}`;
    return { device, deviceName: name, tag: this.#ids[row]!, name: this.#names[row]!, topic, rank };
  }

  #deviceOf(row: number): TagNames {
    return this.#devices[this.#firstRow.findLastIndex((first) => first <= row)]!;
  }

  #rowsOf(recent: readonly string[]): readonly number[] {
    return recent.flatMap((ref) => {
      const at = this.#devices.findIndex(({ device }) => ref.startsWith(`${device}/`));
      if (at < 0) return [];
      const tag = ref.slice(this.#devices[at]!.device.length + 1);
      const row = this.#ids.indexOf(tag, this.#firstRow[at]);
      return row >= 0 && row < this.#firstRow[at + 1]! ? [row] : [];
    });
  }
}
