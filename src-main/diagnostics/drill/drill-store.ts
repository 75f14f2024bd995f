import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DrillResult, type DrillRow } from '../../../src-shared/contract/drill.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Logger } from '../../kernel/logger.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';

const KEPT = 100;
/** Names are made here: the time of the start, so that they sort. */
const NAME = /^(\d{8}t\d{6}-[a-z0-9]{4})\.json$/;

/** Results of drills in a folder of the project, one file each. */
export class DrillStore {
  readonly #folder: string;
  readonly #logger: Logger;

  constructor(folder: string, logger: Logger) {
    this.#folder = folder;
    this.#logger = logger;
  }

  /** @param startedMs since 1970. @param random four characters. */
  static idOf(startedMs: number, random: string): string {
    const [day, time] = new Date(startedMs).toISOString().split('T') as [string, string];
    return `${day.replaceAll('-', '')}t${time.slice(0, 8).replaceAll(':', '')}-${random}`;
  }

  /** Writes a result whole or not at all, and lets the oldest go. */
  async save(result: DrillResult): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeAtomic(this.#path(result.id), `${JSON.stringify(result, undefined, 2)}\n`);
    for (const id of (await this.#ids()).slice(KEPT)) await rm(this.#path(id), { force: true });
  }

  /** Newest first. A file that cannot be read is passed over, and the log says so. */
  async list(): Promise<DrillRow[]> {
    const rows: DrillRow[] = [];
    for (const id of await this.#ids()) {
      const found = await this.get(id).catch((error: unknown) => {
        this.#logger.warn('the result of a drill cannot be read', { drill: id, error: String(error) });
      });
      if (!found) continue;
      const { state, text, targets, forS, actor, reason, startedUs, endedUs } = found;
      rows.push({ id, state, text, targets, forS, actor, reason, startedUs, endedUs });
    }
    return rows;
  }

  /** @throws NexusError NX_NOT_FOUND */
  async get(id: string): Promise<DrillResult> {
    const text = NAME.test(`${id}.json`) ? await readFile(this.#path(id), 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      const said = `There is no outage drill “${id}”. The last ${KEPT} are kept with the project.`;
      throw new NexusError('NX_NOT_FOUND', said, { id });
    }
    return DrillResult.parse(JSON.parse(text));
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    return names
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .sort()
      .reverse();
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
