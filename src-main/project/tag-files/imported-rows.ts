import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportedRow } from '../../../src-shared/contract/tag-files.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { STATE_FOLDER } from '../project-layout.ts';

/** Imports of one device that wait to be applied; the oldest goes when there are more. */
const MOST_STAGED = 5;
const STAGED = /^staged-([0-9a-f-]{36})\.([a-z0-9-]+)\.jsonl$/;

/** A tag of a device as it is now. */
export interface KnownTag {
  readonly id: string;
  readonly uid: string;
}

/**
 * What was imported last, by device and format: a row a line, under `.nexus/tag-imports/<uid of the device>`. Rows wait
 * under the name of their import until its edits are applied: an import that was discarded never happened. Lost files cost
 * only that changes on both sides cannot be told from those on one.
 */
export class ImportedRows {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  /** @param project the project's folder. */
  constructor(project: string) {
    this.#folder = join(project, STATE_FOLDER, 'tag-imports');
  }

  /** Of the last import; empty before the first. */
  read(device: string, format: string): Promise<readonly ImportedRow[]> {
    return this.#inTurn(() => readRows(join(this.#folder, device, `${format}.jsonl`)));
  }

  /** Adds rows to an import that waits. @returns how many it has now that were sent with this call. */
  stage(device: string, format: string, stage: string, rows: readonly ImportedRow[]): Promise<number> {
    return this.#inTurn(async () => {
      const folder = join(this.#folder, device);
      await mkdir(folder, { recursive: true });
      const name = `staged-${stage}.${format}.jsonl`;
      const waiting = (await readdir(folder)).filter((file) => STAGED.test(file));
      if (!waiting.includes(name))
        for (const file of waiting.slice(0, Math.max(0, waiting.length - MOST_STAGED + 1)))
          await rm(join(folder, file), { force: true });
      await appendFile(join(folder, name), linesOf(rows));
      return rows.length;
    });
  }

  /**
   * Makes the rows of an import those of the last one. Of older rows those stay that the file did not speak of and whose
   * tag is still there.
   *
   * @throws NexusError NX_NOT_FOUND where nothing waits under that name.
   */
  adopt(device: string, stage: string, tags: readonly KnownTag[]): Promise<number> {
    return this.#inTurn(async () => {
      const folder = join(this.#folder, device);
      const files = await readdir(folder).catch(() => []);
      const name = files.find((file) => STAGED.exec(file)?.[1] === stage);
      const format = STAGED.exec(name ?? '')?.[2];
      if (name === undefined || format === undefined)
        throw new NexusError('NX_NOT_FOUND', 'The rows of this import are no longer kept. Import the file again.', {});
      const last = join(folder, `${format}.jsonl`);
      const rows = mergedRows(await readRows(last), await readRows(join(folder, name)), tags);
      await writeAtomic(last, linesOf(rows));
      await rm(join(folder, name), { force: true });
      return rows.length;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function mergedRows(
  before: readonly ImportedRow[],
  now: readonly ImportedRow[],
  tags: readonly KnownTag[],
): readonly ImportedRow[] {
  const byId = new Map(tags.map((tag) => [tag.id, tag]));
  const uids = new Set(tags.map(({ uid }) => uid));
  const merged = new Map(before.filter(({ uid }) => uid !== undefined && uids.has(uid)).map((row) => [row.key, row]));
  for (const row of now) {
    const uid = row.uid !== undefined && uids.has(row.uid) ? row.uid : byId.get(row.id)?.uid;
    const values = { ...merged.get(row.key)?.values, ...row.values };
    if (uid !== undefined) merged.set(row.key, { ...row, uid, values });
  }
  return [...merged.values()];
}

/** A line that cannot be read is passed over: it is one tag without a past. */
async function readRows(path: string): Promise<readonly ImportedRow[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const row = ImportedRow.safeParse(parsed(line));
    return row.success ? [row.data] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const linesOf = (rows: readonly ImportedRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
