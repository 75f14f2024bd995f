import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DroppedBacklog } from '../../../src-shared/contract/sinks.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { LineJournal } from '../../commands/line-journal.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { CursorFile } from '../../log/cursor/cursor-file.ts';
import type { SinkPlace } from '../../log/space/backlog-gauge.ts';
import { MAIN_SINK, sinkCursorFile, sinksFolder } from './sink-files.ts';

const CURSOR_NAME = /^(mqtt-[a-z0-9-]+)\.json$/;
const JOURNAL = { fileBytes: 1_024 * 1_024, files: 64, reserveBytes: 0 };
/** What a cursor is kept in. */
const FILES = ['', '.mark', '.tmp', '.topics', '.topics.tmp', '.ahead', '.ahead.mark', '.ahead.tmp'];

/** Who gives a backlog up. */
export type Dropper = Pick<DroppedBacklog, 'actor' | 'via' | 'reason'>;

/**
 * Sinks that have a cursor and are not in the configuration any more. The log keeps what they had not taken until they
 * are back, or until somebody gives it up, which is in a journal before it is done.
 */
export class RemovedSinks implements Disposable {
  readonly #folder: string;
  readonly #places: Map<string, SinkPlace>;
  readonly #journal: LineJournal;
  readonly #dropped: DroppedBacklog[];

  private constructor(folder: string, places: readonly SinkPlace[]) {
    this.#folder = folder;
    this.#places = new Map(places.map((place) => [place.sink, place]));
    const { journal, lines } = LineJournal.open(join(sinksFolder(folder), 'dropped'), JOURNAL);
    this.#journal = journal;
    this.#dropped = lines.flatMap(parse);
  }

  /** @param folder of the project. @param configured names of the sinks that there are. */
  static async find(folder: string, configured: ReadonlySet<string>): Promise<RemovedSinks> {
    const names = await readdir(sinksFolder(folder)).catch((): string[] => []);
    const sinks = [MAIN_SINK, ...names.flatMap((name) => CURSOR_NAME.exec(name)?.[1] ?? [])];
    const places: SinkPlace[] = [];
    for (const sink of sinks) {
      const path = sinkCursorFile(folder, sink);
      if (configured.has(sink) || !existsSync(path)) continue;
      const file = new CursorFile(path);
      const { segment, handledPoints: points } = file.cursor;
      places.push({ sink, segment, points });
      await file.close();
    }
    return new RemovedSinks(folder, places);
  }

  get places(): readonly SinkPlace[] {
    return [...this.#places.values()];
  }

  /** Newest first. */
  get dropped(): readonly DroppedBacklog[] {
    return this.#dropped.toReversed();
  }

  /**
   * Gives up what the log keeps for a sink.
   * @param points how many that are, for the journal.
   * @throws NexusError NX_NOT_FOUND for a sink of which nothing is kept.
   */
  async drop(sink: string, points: number, atUs: number, dropper: Dropper): Promise<DroppedBacklog> {
    if (!this.#places.has(sink)) {
      const text = `Nothing is kept for a removed sink “${sink}”. Look at the list of sinks.`;
      throw new NexusError('NX_NOT_FOUND', text, { sink });
    }
    const entry: DroppedBacklog = { sink, points, atUs, ...dropper };
    await this.#journal.append(JSON.stringify(entry));
    this.#dropped.push(entry);
    for (const end of FILES) await rm(`${sinkCursorFile(this.#folder, sink)}${end}`, { force: true });
    this.#places.delete(sink);
    return entry;
  }

  dispose(): Promise<void> {
    return this.#journal.dispose();
  }
}

/** A damaged line keeps nobody from starting. */
function parse(line: string): DroppedBacklog[] {
  try {
    return [DroppedBacklog.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
