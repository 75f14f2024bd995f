import { createHash } from 'node:crypto';
import { DEPLOYED_PATH } from '../../deploy/package-manifest.ts';
import type { ProjectText } from '../../project/project-text.ts';
import type { Changes } from '../../project/revisions/edit-device.ts';

/** The part of a project that is deployed: everything but `nexus.yaml`. */
export function deployedFiles(text: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...text].filter(([path]) => DEPLOYED_PATH.test(path)));
}

/** Path → SHA-256. */
export function hashesOf(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')] as const),
  );
}

/** What makes the deployed part of a project to be these files. */
export function changesTo(text: ProjectText, files: ReadonlyMap<string, string>): Changes {
  const changes = new Map<string, string | undefined>(files);
  for (const path of deployedFiles(text).keys()) if (!files.has(path)) changes.set(path, undefined);
  return changes;
}

/** `devices/boiler-1.yaml` is `boiler-1`; undefined for other files. */
export const deviceOfPath = (path: string): string | undefined => /^devices\/(.+)\.yaml$/.exec(path)?.[1];

export const isSameFiles = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([path, hash]) => other[path] === hash);
