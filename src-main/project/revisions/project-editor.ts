import { join } from 'node:path';
import type { Permission } from '../../../src-shared/domain/access.ts';
import { forbidden } from '../../../src-shared/domain/forbidden.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { Clock } from '../../kernel/clock.ts';
import { uidsAdded } from '../assign-uids.ts';
import { type CheckedProject, checkProject } from '../check/check-project.ts';
import type { Fault } from '../check/fault.ts';
import { KnownFiles } from '../check/known-files.ts';
import { loadProject, type OpenedProject, openProject, requireSound } from '../load-project.ts';
import { CONFIG_FILE, STATE_FOLDER } from '../project-layout.ts';
import { type ProjectText, readProjectText, withChanges } from '../project-text.ts';
import { changePermissions } from './change-permissions.ts';
import { commitRevision, recoverRevision } from './commit-revision.ts';
import type { Changes } from './edit-device.ts';
import { NO_DIFF, type ProjectDiff, projectDiff } from './project-diff.ts';
import { restoreDevice } from './restore-device.ts';
import { isSameText, type Revision, RevisionStore } from './revision-store.ts';

/** Who changes the project, and why; `base` is the revision that he had before him. */
export interface Edit {
  readonly author: string;
  readonly comment: string;
  readonly base?: number | undefined;
  /** What he may besides; left out: everything, for the engine itself. */
  readonly may?: ((permission: Permission) => boolean) | undefined;
}

/** A revision that was applied. */
export interface Applied {
  readonly revision: Revision;
  readonly project: OpenedProject;
  readonly diff: ProjectDiff;
}

/** Takes what differs into the running engine. */
export type ApplyProject = (applied: Applied) => Promise<void>;

/**
 * The only way into a project while an engine runs on it: every change is checked whole, written atomically, numbered,
 * and then applied. Changes come one after another, however many ask at once.
 */
export class ProjectEditor {
  readonly #folder: string;
  readonly #drivers: readonly DriverManifest[];
  readonly #clock: Clock;
  readonly #store: RevisionStore;
  readonly #known: KnownFiles;
  #revision: Revision;
  #project: OpenedProject;
  #faultsOnDisk: NexusError | undefined;
  #apply: ApplyProject = () => Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    options: {
      folder: string;
      drivers: readonly DriverManifest[];
      clock: Clock;
      store: RevisionStore;
      known: KnownFiles;
    },
    revision: Revision,
    project: OpenedProject,
  ) {
    this.#folder = options.folder;
    this.#drivers = options.drivers;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#known = options.known;
    this.#revision = revision;
    this.#project = lean(project);
  }

  /**
   * Opens a project for running: finishes a change that a crash cut short, and numbers what was edited by hand.
   * @param onFaults `last-good`: files with faults stay as they are, and the newest revision runs, which had none.
   * @throws NexusError NX_PROJECT_NOT_FOUND, NX_PROJECT_INVALID with every fault.
   */
  static async open(
    folder: string,
    drivers: readonly DriverManifest[],
    clock: Clock,
    onFaults: 'stop' | 'last-good' = 'stop',
  ): Promise<ProjectEditor> {
    const store = new RevisionStore(join(folder, STATE_FOLDER, 'revisions'));
    await recoverRevision(folder, store);
    const known = new KnownFiles();
    const newest = await store.newest();
    let project: OpenedProject;
    try {
      project = await openProject(folder, drivers, known);
    } catch (error) {
      const faults = toNexusError(error);
      if (onFaults === 'stop' || faults.code !== 'NX_PROJECT_INVALID' || !newest) throw error;
      const text = await store.text(newest);
      const lastGood = requireSound({ folder, text, ...checkProject(text, drivers, { known }) });
      const editor = new ProjectEditor({ folder, drivers, clock, store, known }, newest, lastGood);
      editor.#faultsOnDisk = faults;
      return editor;
    }
    const about = { timeUs: clock.wallUs(), author: 'files', comment: newest ? 'Edited on disk' : 'First start' };
    const revision =
      newest && isSameText(newest, project.text) ? newest : await commitRevision(folder, store, project.text, about);
    return new ProjectEditor({ folder, drivers, clock, store, known }, revision, project);
  }

  /** The state that runs. */
  get current(): { readonly revision: Revision; readonly project: OpenedProject } {
    return { revision: this.#revision, project: this.#project };
  }

  /** Why the newest revision runs and not what stands on disk; undefined once that is the same. */
  get faultsOnDisk(): NexusError | undefined {
    return this.#faultsOnDisk;
  }

  /** Sets what takes changes into the engine. */
  set onApplied(apply: ApplyProject) {
    this.#apply = apply;
  }

  revisions(): Promise<readonly Revision[]> {
    return this.#store.list();
  }

  /** A file as a revision had it; undefined where it had none. @throws NexusError NX_NOT_FOUND where it is damaged. */
  fileOf(revision: Revision, path: string): Promise<string | undefined> {
    return this.#store.file(revision, path);
  }

  /** Every fault that the project would have with these changes; none is saved. */
  check(changes: Changes): readonly Fault[] {
    return this.preview(changes).faults;
  }

  /** The project as it would be with these changes; none is saved. Its faults are part of the answer. */
  preview(changes: Changes): CheckedProject {
    return checkProject(withChanges(this.#project.text, changes), this.#drivers, { known: this.#known });
  }

  /** The project as it stands on disk. */
  onDisk(): Promise<CheckedProject> {
    return loadProject(this.#folder, this.#drivers, this.#known);
  }

  /** The project as a revision has it. @throws NexusError NX_NOT_FOUND */
  async at(number: number): Promise<CheckedProject> {
    return number === this.#revision.number ? this.#project : await this.#checked(number);
  }

  /** What these files, wherever they come from, would be as a project. */
  foreign(text: ProjectText): CheckedProject {
    return checkProject(text, this.#drivers, { known: new KnownFiles() });
  }

  /**
   * Changes files of the project and applies them.
   * @throws NexusError NX_REVISION_CONFLICT when `base` is not the current revision, or files were edited on disk and
   * not applied; NX_PROJECT_INVALID with every fault, nothing is then changed.
   */
  change(make: (text: ProjectText) => Changes, edit: Edit): Promise<Applied> {
    return this.#next(async () => {
      this.#requireBase(edit);
      await this.#requireUntouched();
      return await this.#commit(withChanges(this.#project.text, make(this.#project.text)), edit);
    });
  }

  /** Applies what stands on disk, edited by hand or by another program. */
  applyDisk(edit: Edit): Promise<Applied> {
    return this.#next(async () => {
      this.#requireBase(edit);
      return await this.#commit((await loadProject(this.#folder, this.#drivers, this.#known)).text, edit);
    });
  }

  /**
   * Goes back to an older revision, which becomes a new one. @param device only this one; the others stay as they are.
   * @throws NexusError NX_NOT_FOUND, NX_PROJECT_INVALID
   */
  restore(number: number, edit: Edit, device?: string): Promise<Applied> {
    return this.#next(async () => {
      this.#requireBase(edit);
      return await this.#commit(await this.#restored(number, device), edit);
    });
  }

  /** The project as it would be after `restore`; nothing is saved. Its faults are part of the answer. */
  async previewRestore(number: number, device?: string): Promise<CheckedProject> {
    return checkProject(await this.#restored(number, device), this.#drivers, { known: this.#known });
  }

  async #restored(number: number, device: string | undefined): Promise<ProjectText> {
    const then = await this.textAt(number);
    if (device === undefined) return then;
    return withChanges(this.#project.text, restoreDevice(this.#project.text, then, device));
  }

  /** The files as a revision has them. @throws NexusError NX_NOT_FOUND */
  async textAt(number: number): Promise<ProjectText> {
    return await this.#store.text(await this.#store.get(number));
  }

  /** What differs from one revision to another. @throws NexusError NX_NOT_FOUND */
  async diff(from: number, to: number): Promise<ProjectDiff> {
    const [before, after] = await Promise.all([from, to].map(async (number) => this.#checked(number)));
    return projectDiff(before!, after!);
  }

  /** What stands on disk and is not applied. */
  async diffOfDisk(): Promise<{ readonly diff: ProjectDiff; readonly faults: readonly Fault[] }> {
    const text = await readProjectText(this.#folder);
    // The usual case; to parse and check fifty thousand tags again would keep everybody waiting for seconds.
    const known = this.#project;
    if (!text.refused && isSameText(this.#revision, text)) return { diff: NO_DIFF, faults: known.faults };
    const disk = checkProject(text, this.#drivers, { known: this.#known });
    return { diff: projectDiff(this.#project, disk), faults: disk.faults };
  }

  async #checked(number: number): Promise<ReturnType<typeof checkProject>> {
    return checkProject(await this.textAt(number), this.#drivers, { known: this.#known });
  }

  async #commit(text: ProjectText, edit: Edit): Promise<Applied> {
    const first = requireSound({
      folder: this.#folder,
      text,
      ...checkProject(text, this.#drivers, { known: this.#known }),
    });
    const added = uidsAdded(first.files);
    const complete = withChanges(text, added);
    const project =
      added.size === 0
        ? first
        : requireSound({
            folder: this.#folder,
            text: complete,
            ...checkProject(complete, this.#drivers, { known: this.#known }),
          });
    const diff = projectDiff(this.#project, project);
    for (const permission of edit.may ? changePermissions(this.#project, project, diff) : [])
      if (!edit.may!(permission)) throw forbidden(permission);
    const about = { timeUs: this.#clock.wallUs(), author: edit.author, comment: edit.comment };
    const revision = await commitRevision(this.#folder, this.#store, complete, about);
    const applied: Applied = { revision, project, diff };
    this.#revision = revision;
    this.#project = lean(project);
    this.#faultsOnDisk = undefined;
    await this.#apply(applied);
    return applied;
  }

  #requireBase({ base }: Edit): void {
    const { number } = this.#revision;
    if (base === undefined || base === number) return;
    const text = `The change was made from revision ${base}, and the project is at ${number} by now. Read it again, compare, and send the change once more.`;
    throw new NexusError('NX_REVISION_CONFLICT', text, { base, revision: number });
  }

  async #requireUntouched(): Promise<void> {
    const disk = await readProjectText(this.#folder);
    if (isSameText(this.#revision, disk)) return;
    const text = this.#project.text;
    const edited = [...new Set([...disk.keys(), ...text.keys()])].filter((path) => disk.get(path) !== text.get(path));
    const message = `${edited.join(', ')} was edited on disk and not applied. Apply it, or put it back, then send the change once more.`;
    throw new NexusError('NX_REVISION_CONFLICT', message, { files: edited });
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const run = this.#last.then(step, step);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

/** Without the parsed devices, which take twenty times the memory of their text and are made again for each change. */
function lean(project: OpenedProject): OpenedProject {
  return { ...project, files: project.files.filter(({ file }) => file === CONFIG_FILE) };
}
