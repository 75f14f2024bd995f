import { appendFile, readFile } from 'node:fs/promises';
import type { RemoteTagRow } from '../../uns/remote/remote-messages.ts';

type Row = Pick<RemoteTagRow, 'topic' | 'devicePath' | 'tag' | 'unit'>;

/** The remote tags that were met, a line of JSON each, so that their history can be asked for after a restart. */
export class RemoteTagFile {
  readonly #path: string;
  #writing = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Lines that cannot be read are passed over: what they named comes back with the next message. */
  async read(): Promise<Row[]> {
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => rowOf(line) ?? []);
  }

  /** Adds rows; a failure is told once all before it are written. */
  append(rows: readonly Row[], failed: (error: unknown) => void): void {
    const lines = rows.map(({ topic, devicePath, tag, unit }) => JSON.stringify([topic, devicePath, tag, unit]));
    this.#writing = this.#writing.then(() => appendFile(this.#path, `${lines.join('\n')}\n`)).catch(failed);
  }

  /** Resolves when what was added is written. */
  settled(): Promise<void> {
    return this.#writing;
  }
}

function rowOf(line: string): Row | undefined {
  try {
    const [topic, devicePath, tag, unit] = JSON.parse(line) as readonly unknown[];
    if (typeof topic !== 'string' || typeof devicePath !== 'string' || typeof tag !== 'string') return undefined;
    return { topic, devicePath, tag, ...(typeof unit === 'string' && { unit }) };
  } catch {
    return undefined;
  }
}
