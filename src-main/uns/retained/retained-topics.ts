import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';

const VERSION = 1;
/** Beyond this the longest known of those that nobody has any more are forgotten: the broker keeps them. */
const MOST_TOPICS = 200_000;
/** After a change of tags a poll that was under way may still bring a point of a topic that is to be cleared. */
const SETTLE_MS = 3_000;

/**
 * The topics on which the broker was given something to keep, over the life of a sink: of those that no tag has any more
 * it is to be told to keep nothing.
 */
export class RetainedTopics {
  readonly #path: string;
  readonly #nowMs: () => number;
  /** All that the broker may keep, on disk. */
  readonly #known: Set<string>;
  #live: ReadonlySet<string> = new Set();
  #stale: string[] = [];
  /** Cleared by a message that is on its way: the topic, and the number of the message. */
  readonly #clearing = new Map<string, number>();
  #toldMs: number | undefined;
  #isUnsaved = false;
  #saving: Promise<void> | undefined;

  /** @param path of its file; what cannot be read there is nothing. @param nowMs monotonic. */
  constructor(path: string, nowMs: () => number) {
    this.#path = path;
    this.#nowMs = nowMs;
    this.#known = new Set(read(path));
  }

  /** True when there is a topic to be cleared now. */
  get isDue(): boolean {
    return this.#stale.length > 0 && this.#toldMs !== undefined && this.#nowMs() - this.#toldMs >= SETTLE_MS;
  }

  /** The topics that tags of the project have now. */
  tell(live: ReadonlySet<string>): void {
    this.#live = live;
    this.#toldMs = this.#nowMs();
    const before = this.#known.size;
    for (const topic of live) this.#known.add(topic);
    this.#stale = [...this.#known].filter((topic) => !live.has(topic) && !this.#clearing.has(topic));
    for (const topic of this.#stale.splice(0, this.#known.size - MOST_TOPICS)) this.#known.delete(topic);
    this.#isUnsaved ||= this.#known.size !== before;
  }

  /** The next topic to be cleared, by the message of this number. */
  next(message: number): string | undefined {
    const topic = this.isDue ? this.#stale.pop() : undefined;
    if (topic !== undefined) this.#clearing.set(topic, message);
    return topic;
  }

  /** Messages before this number have ended. */
  settle(tail: number): void {
    for (const [topic, message] of this.#clearing) {
      if (message >= tail) continue;
      this.#clearing.delete(topic);
      if (this.#live.has(topic)) continue;
      this.#known.delete(topic);
      this.#isUnsaved = true;
    }
  }

  /** Does nothing unless something changed. One at a time. Rejects when the disk takes nothing. */
  save(): Promise<void> {
    if (!this.#isUnsaved) return Promise.resolve();
    this.#saving ??= this.#write().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #write(): Promise<void> {
    this.#isUnsaved = false;
    try {
      const file = await open(`${this.#path}.tmp`, 'w');
      try {
        await file.writeFile(JSON.stringify({ version: VERSION, topics: [...this.#known] }));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.#path}.tmp`, this.#path);
    } catch (error) {
      this.#isUnsaved = true;
      throw error;
    }
  }
}

function read(path: string): string[] {
  try {
    const { version, topics } = JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown; topics?: unknown };
    if (version !== VERSION || !Array.isArray(topics)) return [];
    return (topics as unknown[]).filter((topic) => typeof topic === 'string');
  } catch {
    return [];
  }
}
