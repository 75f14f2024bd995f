import { join } from 'node:path';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { HistoryFile } from '../../historian/files/history-file.ts';
import type { TimeRange } from '../../historian/query.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { CheckedDevice } from '../../project/check/check-device.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import { historianData } from '../historian-setup.ts';
import { type ChosenTag, chosenTags } from '../history/chosen-tags.ts';
import { exportHistory } from '../history/export-history.ts';
import { RemoteTagFile } from '../remote/remote-tag-file.ts';
import { RemoteTags } from '../remote/remote-tags.ts';
import { TagDirectory } from '../tags/tag-directory.ts';
import { throwIfCancelled } from './backup-fault.ts';
import { CARRIED_FILE, type CarriedHistory, sha256Of, writeManifest } from './carried-history.ts';
import { historyRange } from './history-range.ts';

/** A project as it stands in a backup; every device and tag has its identity. */
export interface CarriedProject {
  /** Where its secrets are. */
  readonly folder: string;
  readonly config: NexusConfig;
  readonly devices: readonly CheckedDevice[];
}

/**
 * Writes a range of what a database server has of a project into a backup, as one Parquet file that an import takes, and
 * lists it in the manifest. Called after the log was copied: what was trimmed from that is in the database.
 *
 * @param wanted as `historyRange` takes it. @returns undefined where nothing is wanted.
 * @throws NexusError NX_HISTORY_UNAVAILABLE, NX_HISTORY_FILE, NX_SECRET_MISSING, NX_CANCELLED
 */
export async function carryHistory(
  { folder, config, devices }: CarriedProject,
  to: string,
  wanted: string,
  signal: AbortSignal,
): Promise<CarriedHistory | undefined> {
  const range = historyRange(wanted, systemClock.wallUs());
  if (!range) return undefined;
  const { database, projectUid } = await historianData(folder, config);
  // Only read where it is used: the driver costs memory.
  const { openAnswers } = await import('../../historian/timescale/open-answers.ts');
  const answers = await openAnswers(database!, signal);
  try {
    const source = ({ uid, device }: ChosenTag): HistorySource => ({
      series: (part, ends) => answers.series({ projectUid, tagUid: uid, deviceUid: device.uid, ...part }, ends),
      scan: (part, ends) => answers.scan({ projectUid, tagUid: uid, ...part }, ends),
    });
    const tags = await tagsOf(to, devices);
    const path = join(to, CARRIED_FILE);
    const options = { format: 'parquet', zone: 'UTC', decimal: '.', bom: false } as const;
    const { rows, bytes } = await exportHistory(
      { ...range, tags, widthUs: undefined, options, path },
      { files: { create: (...file) => HistoryFile.create(...file) }, source, signal, progress: () => undefined },
    );
    const facts = { file: CARRIED_FILE, ...words(range), tags: tags.length, points: rows, bytes } as const;
    const carried = { ...facts, sha256: await sha256Of(path) };
    await writeManifest(to, carried);
    return carried;
  } catch (error) {
    throwIfCancelled(signal);
    throw error;
  } finally {
    await answers.dispose();
  }
}

/** The tags of the project and those of other gateways that it knows. */
async function tagsOf(folder: string, devices: readonly CheckedDevice[]): Promise<ChosenTag[]> {
  const directory = new TagDirectory();
  directory.apply(devices);
  const remote = new RemoteTags(directory);
  for (const row of await new RemoteTagFile(join(folder, STATE_FOLDER, 'remote-tags.jsonl')).read()) remote.add(row);
  return directory.tags.length + remote.count === 0 ? [] : chosenTags(['#'], directory, remote);
}

const words = ({ fromUs, toUs }: TimeRange): Pick<CarriedHistory, 'from' | 'to'> => ({
  from: new Date(fromUs / 1_000).toISOString(),
  to: new Date(toUs / 1_000).toISOString(),
});
