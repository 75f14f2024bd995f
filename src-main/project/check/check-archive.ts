import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import { type ArchiveConfig, archiveBucket } from '../config/archive-config.ts';
import type { NexusConfig } from '../config/nexus-config.ts';
import { isLoopback } from './host-kind.ts';
import type { ReportFault } from './report-fault.ts';

const DAY_MS = 86_400_000;
const AT = ['historian', 'archive'];

/** The rules of `historian.archive` that span settings. */
export function checkArchive({ historian: { archive, raw } }: NexusConfig, report: ReportFault): void {
  if (!archive) return;
  const neededMs = parseDurationMs(archive.after)! + DAY_MS;
  if (neededMs >= parseDurationMs(raw)!)
    report(
      'RETENTION',
      [...AT, 'after'],
      `A day is archived ${archive.after} after its end, and raw values are kept for ${raw}. Raise historian.raw above ${formatDuration(neededMs)}, or lower historian.archive.after.`,
    );
  if (!archiveBucket(archive.to)) return;
  for (const key of ['access_key', 'secret_key'] as const) {
    if (archive[key]) continue;
    report('MISSING_KEY', AT, `historian.archive has no “${key}”. A bucket needs access_key and secret_key.`);
  }
  const url = archive.endpoint === undefined ? undefined : URL.parse(archive.endpoint);
  if (url?.protocol === 'http:' && !isLoopback(url.hostname)) {
    const text = `Points go to ${url.hostname} without encryption. Use https:// if the store has it.`;
    report('PLAINTEXT_REMOTE', [...AT, 'endpoint'], text);
  }
}

/**
 * Looks whether the folder or the keys of the archive are there. What is missing is a warning: values are kept without.
 * @param folder of the project.
 */
export async function checkArchivePlace(
  { to, access_key, secret_key }: ArchiveConfig,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  report: ReportFault,
): Promise<void> {
  for (const [key, reference] of Object.entries({ access_key, secret_key })) {
    if (reference)
      await resolveSecret(reference, folder, environment).catch((error: unknown) => {
        report('REF_SECRET', [...AT, key], toNexusError(error).text, 'warning');
      });
  }
  if (archiveBucket(to)) return;
  const wanted = resolve(folder, to);
  const top = await nearest(wanted);
  const seen = await writable(top);
  if (seen === undefined) return;
  const text = `The archive folder ${wanted} cannot be written (${seen} at ${top}). Give the service the right to it, or change historian.archive.to.`;
  report('REF_FOLDER', [...AT, 'to'], text, 'warning');
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

/** @returns why not. */
async function writable(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'ENOTDIR';
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
