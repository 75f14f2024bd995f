import { join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { writeAtomic } from '../kernel/write-atomic.ts';
import { uidsAdded } from './assign-uids.ts';
import { type CheckedProject, checkProject } from './check/check-project.ts';
import { projectInvalid } from './check/fault.ts';
import type { KnownFiles } from './check/known-files.ts';
import type { NexusConfig } from './config/nexus-config.ts';
import { CONFIG_FILE } from './project-layout.ts';
import { type ProjectText, readProjectText, withChanges } from './project-text.ts';

/** A project as it stands on disk, checked whole. */
export interface LoadedProject extends CheckedProject {
  readonly folder: string;
  readonly text: ProjectText;
}

/** A project without faults, with an identity for everything that needs one. */
export interface OpenedProject extends LoadedProject {
  readonly config: NexusConfig;
}

/**
 * Reads and checks a project folder; changes nothing.
 * @param known what an earlier check found out of its files; it learns from this one.
 * @throws NexusError NX_PROJECT_NOT_FOUND when there is no `nexus.yaml`.
 */
export async function loadProject(
  folder: string,
  drivers: readonly DriverManifest[],
  known?: KnownFiles,
): Promise<LoadedProject> {
  const text = await readProjectText(folder);
  const isThere = text.has(CONFIG_FILE) || text.refused?.some((fault) => fault.file === CONFIG_FILE);
  if (!isThere) {
    throw new NexusError(
      'NX_PROJECT_NOT_FOUND',
      `There is no ${CONFIG_FILE} in ${folder}. Name a project folder with --project.`,
      { folder },
    );
  }
  return { folder, text, ...checkProject(text, drivers, { known }) };
}

/**
 * Loads a project for running: refuses it when it has faults, and writes the identities that are still missing.
 * @throws NexusError NX_PROJECT_INVALID with every fault.
 */
export async function openProject(
  folder: string,
  drivers: readonly DriverManifest[],
  known?: KnownFiles,
): Promise<OpenedProject> {
  const found = requireSound(await loadProject(folder, drivers, known));
  const added = uidsAdded(found.files);
  if (added.size === 0) return found;
  for (const [path, content] of added) await writeAtomic(join(folder, path), content);
  const text = withChanges(found.text, added);
  return requireSound({ folder, text, ...checkProject(text, drivers, { known }) });
}

/** @throws NexusError NX_PROJECT_INVALID with every fault. */
export function requireSound<T extends CheckedProject>(project: T): T & { readonly config: NexusConfig } {
  const hasErrors = project.faults.some((fault) => fault.severity === 'error');
  if (hasErrors || !project.config) throw projectInvalid(project.faults);
  return { ...project, config: project.config };
}
