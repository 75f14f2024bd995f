import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { ReadChoice } from '../../../../src-shared/tag-files/tag-sheet.ts';
import type { ImportAnswer, ImportAsk, ImportQuestion, ReadFile } from './import-messages.ts';
import type { CompareInput, ImportRow } from './import-row.ts';

/** The thread that reads one file; one question at a time, a newer one takes the place of the one before. */
export class ImportThread {
  #worker: Worker | undefined;
  #number = 0;
  #waiting: { readonly take: (answer: ImportAnswer) => void; readonly fail: (error: NexusError) => void } | undefined;

  /** @throws NexusError NX_TAG_FILE for a file that cannot be read, NX_CANCELLED when it was stopped. */
  async read(name: string, bytes: Uint8Array<ArrayBuffer>, choice: ReadChoice): Promise<ReadFile> {
    const answer = await this.#ask({ kind: 'read', name, bytes, choice }, () => undefined);
    if (answer.kind === 'read') return answer.file;
    throw new NexusError('NX_CANCELLED');
  }

  /** Every address of the file. @throws NexusError NX_CANCELLED */
  async addresses(input: Pick<CompareInput, 'mapping' | 'fixes'>): Promise<readonly string[]> {
    const answer = await this.#ask({ kind: 'addresses', input }, () => undefined);
    if (answer.kind === 'addresses') return answer.addresses;
    throw new NexusError('NX_CANCELLED');
  }

  /** @throws NexusError NX_CANCELLED when it was stopped, or something newer was asked. */
  async compare(input: CompareInput, progress: (rows: number) => void): Promise<readonly ImportRow[]> {
    const answer = await this.#ask({ kind: 'compare', input }, progress);
    if (answer.kind === 'compared') return answer.rows;
    throw new NexusError('NX_CANCELLED');
  }

  /** Ends what is under way at once. The next file is read by a new thread. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#waiting?.fail(new NexusError('NX_CANCELLED'));
    this.#waiting = undefined;
  }

  #ask(question: ImportQuestion, progress: (rows: number) => void): Promise<ImportAnswer> {
    this.#waiting?.fail(new NexusError('NX_CANCELLED'));
    const { promise, resolve, reject } = Promise.withResolvers<ImportAnswer>();
    const ask: ImportAsk = { number: ++this.#number, ...question };
    const worker = (this.#worker ??= this.#start());
    this.#waiting = {
      take: (answer) => {
        if (answer.number !== ask.number) return;
        if (answer.kind === 'progress') progress(answer.rows);
        else if (answer.kind === 'refused') reject(new NexusError(answer.code, answer.text));
        else resolve(answer);
      },
      fail: reject,
    };
    worker.postMessage(ask);
    return promise;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ImportAnswer>) => this.#waiting?.take(data));
    worker.addEventListener('error', () =>
      this.#waiting?.fail(new NexusError('NX_TAG_FILE', 'The file takes more memory than this page has. Split it.')),
    );
    return worker;
  }
}
