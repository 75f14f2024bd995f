import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { useRemoteDevices } from '../../state/remote-devices.ts';
import { recentTags } from './recent-rows.ts';
import type { SearchAnswer, SearchAsk } from './search-messages.ts';
import type { TagHits } from './tag-index.ts';

/** Rows that are drawn at each key; more are no help, and cost time before the paint. */
const LIMIT = 30;

/** The thread that searches, the names it searches in, and the one question that is on its way. */
class TagFinder {
  #worker: Worker | undefined;
  /** The lists of devices that the names belong to: with others they are read anew. */
  #readFor: { readonly list: unknown; readonly remote: unknown } | undefined;
  #reading: Promise<void> = Promise.resolve();
  #number = 0;
  #waiting: { readonly number: number; readonly resolve: (hits: TagHits | undefined) => void } | undefined;

  /** The best thirty; undefined when a newer question took the place of this one. @throws NexusError of the read. */
  async find(what: 'tags' | 'topics', text: string): Promise<TagHits | undefined> {
    const number = ++this.#number;
    await this.read();
    if (number !== this.#number) return undefined;
    this.#waiting?.resolve(undefined);
    const answer = Promise.withResolvers<TagHits | undefined>();
    this.#waiting = { number, resolve: answer.resolve };
    this.#ask({ kind: 'find', number, what, text, limit: LIMIT, recent: recentTags() });
    return answer.promise;
  }

  /** Reads the names of all tags unless they are here: once at the first opening, and again after devices changed. */
  read(): Promise<void> {
    const { list } = useDevices.getState();
    const { list: remote } = useRemoteDevices.getState();
    if (this.#readFor?.list === list && this.#readFor.remote === remote) return this.#reading;
    this.#readFor = { list, remote };
    this.#reading = this.#readNames().catch((error: unknown): never => {
      this.#readFor = undefined;
      throw toNexusError(error) satisfies NexusError;
    });
    return this.#reading;
  }

  async #readNames(): Promise<void> {
    this.#ask({ kind: 'catalogue', devices: await rpc().devices.names({}) });
  }

  #ask(ask: SearchAsk): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(ask);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<SearchAnswer>) => {
      if (data.number === this.#waiting?.number) this.#waiting.resolve(data);
    });
    return worker;
  }
}

/** The one of this page. */
export const tagFinder = new TagFinder();
