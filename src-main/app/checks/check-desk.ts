import type { CheckBundle, CheckChain } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import type { CheckEntry } from '../../../src-shared/contract/checks.ts';
import { type CheckLoop, type CheckSheet, loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type CheckEvent, parseEvent } from '../../checks/check-event.ts';
import { CheckRecord, readRecord } from '../../checks/check-record.ts';
import { LoopResults } from '../../checks/loop-results.ts';
import { verifyRecord } from '../../checks/verify-record.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { LastValues } from '../../live/last-values.ts';
import { checkSheets } from '../../project/documents/check-sheets.ts';
import type { DocumentFolder } from '../../project/documents/document-folder.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { Plant } from '../plant.ts';
import type { WriteDoor } from '../writes/write-door.ts';
import { checksFolder } from './checks-folder.ts';
import { countsOf, loopState, loopView } from './loop-view.ts';

export interface CheckDeskOptions {
  /** Of the project. */
  readonly folder: string;
  readonly clock: Clock;
  readonly plant: Plant;
  readonly last: LastValues;
  readonly writes: Pick<WriteDoor, 'commands'>;
  readonly editor: ProjectEditor;
}

/** A sheet and the loop of it that something is done with. */
export interface LoopPlace {
  readonly sheet: CheckSheet;
  readonly loop: CheckLoop;
}

/** Something of a loop changed, or of the sheet itself. */
export interface ChecksChange {
  readonly id: string;
  readonly device: string | null;
  readonly tag: string | null;
}

/** Breaks that are told of a chain. */
const MOST_BREAKS = 20;

/**
 * Loop checks of a project: its sheets, and the record of what was captured and signed. The record is opened, and its
 * chain of hashes checked, when somebody first asks.
 */
export class CheckDesk {
  readonly sheets: DocumentFolder<CheckSheet>;
  readonly changed = new Emitter<ChecksChange>();
  readonly options: CheckDeskOptions;
  readonly #results = new LoopResults();
  #record: Promise<CheckRecord> | undefined;

  constructor(options: CheckDeskOptions) {
    this.options = options;
    this.sheets = checkSheets(options.folder);
    this.sheets.changed.on(({ id }) => this.changed.emit({ id, device: null, tag: null }));
  }

  async list(): Promise<CheckEntry[]> {
    await this.#open();
    const { directory } = this.options.plant;
    return (await this.sheets.list()).map(({ id, document, fault }) => ({
      id,
      name: document?.name ?? id,
      counts: countsOf(
        (document?.loops ?? []).map((loop) => ({ state: loopState(loop, this.#results.of(id, loop), directory) })),
      ),
      fault: fault ?? null,
    }));
  }

  async loops(id: string): Promise<CheckLoopView[]> {
    await this.#open();
    const { document } = await this.sheets.get(id);
    return document.loops.map((loop) => this.view({ sheet: document, loop }));
  }

  /** @throws NexusError NX_NOT_FOUND */
  async place(id: string, ref: { readonly device: string; readonly tag: string }): Promise<LoopPlace> {
    await this.#open();
    const { document } = await this.sheets.get(id);
    const loop = document.loops.find((one) => loopKey(one) === loopKey(ref));
    if (!loop) throw new NexusError('NX_NOT_FOUND', `The check sheet “${id}” has no loop ${loopKey(ref)}.`, { id });
    return { sheet: document, loop };
  }

  /** As it stands now. The record is open: `place` was asked first. */
  view({ sheet, loop }: LoopPlace): CheckLoopView {
    return loopView(loop, sheet, this.#results.of(sheet.id, loop), this.options.plant.directory);
  }

  /** Keeps what happened, and tells of it. @throws NexusError NX_CHECK_RECORD; then nothing happened. */
  async record(event: CheckEvent): Promise<void> {
    const record = await this.#open();
    const { entry, hash } = await record.append(event);
    this.#results.take({ event, entry, hash });
    if (event.kind === 'found_broken') return;
    const loop = event.kind === 'removed' ? { device: null, tag: null } : { device: event.device, tag: event.tag };
    this.changed.emit({ id: event.sheet, ...loop });
  }

  /** Removes a sheet; one of the same name begins anew. */
  async remove(id: string, about: { readonly at: string; readonly actor: string }): Promise<boolean> {
    const removed = await this.sheets.remove(id);
    if (removed && this.#results.has(id)) await this.record({ kind: 'removed', sheet: id, ...about });
    return removed;
  }

  /** Everything of a sheet, for hand-over. @throws NexusError NX_NOT_FOUND, NX_DOCUMENT_FAULT */
  async bundle(id: string, about: Pick<CheckBundle, 'made' | 'gateway'>): Promise<CheckBundle> {
    const { document: sheet } = await this.sheets.get(id);
    const loops = await this.loops(id);
    const { revision, project } = this.options.editor.current;
    const { entries } = await readRecord(checksFolder(this.options.folder));
    return {
      format: 'nexus-edge/loop-checks/1',
      ...about,
      project: project.config.project.name,
      revision: revision.number,
      sheet,
      counts: countsOf(loops),
      loops,
      chain: await this.verify(),
      entries: entries.filter(({ text }) => sheetOf(text) === id),
    };
  }

  /** Reads the record anew and checks it, with what earlier starts found. */
  async verify(): Promise<CheckChain> {
    await this.#open();
    const chain = await verifyRecord(checksFolder(this.options.folder));
    return { ...chain, breaks: chain.breaks.slice(0, MOST_BREAKS) };
  }

  #open(): Promise<CheckRecord> {
    this.#record ??= CheckRecord.open(checksFolder(this.options.folder), this.options.clock.wallUs(), (event) =>
      this.#results.take(event),
    );
    // A disk that could not be read may be readable at the next look.
    this.#record.catch(() => {
      this.#record = undefined;
    });
    return this.#record;
  }
}

function sheetOf(text: string): string | undefined {
  const event = parseEvent(text);
  return event && 'sheet' in event ? event.sheet : undefined;
}
