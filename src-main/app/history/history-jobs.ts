import { join } from 'node:path';
import { FilesClient } from '../../historian/files/files-client.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import { Downloads } from '../jobs/downloads.ts';
import { JobList } from '../jobs/job-list.ts';
import type { RemotePoints } from '../remote/remote-points.ts';
import { HistoryReplays } from '../replay/history-replays.ts';
import type { Storage } from '../storage.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { HistoryArchive } from './history-archive.ts';
import { HistoryExports } from './history-exports.ts';
import { HistoryImports } from './history-imports.ts';

export interface HistoryJobsOptions {
  /** Of the project. */
  readonly folder: string;
  readonly config: NexusConfig;
  readonly clock: Clock;
  readonly hosts: EngineHosts;
  readonly storage: Storage;
  readonly editor: ProjectEditor;
  readonly directory: TagDirectory;
  readonly remote: Pick<RemotePoints, 'tags'>;
  /** For how long single values are kept, ms. */
  readonly rawMs: () => number;
}

/** Jobs, and the work on files of history that they do. */
export interface HistoryJobs {
  readonly jobs: JobList;
  readonly downloads: Downloads;
  readonly exports: HistoryExports;
  readonly imports: HistoryImports;
  readonly archive: HistoryArchive;
  readonly replays: HistoryReplays;
}

/** @param lifetime ends the jobs, then the thread that they write with. */
export async function openHistoryJobs(options: HistoryJobsOptions, lifetime: Lifetime): Promise<HistoryJobs> {
  const { folder, clock, hosts } = options;
  const files = lifetime.add(new FilesClient(hosts.make('files')));
  const jobs = lifetime.add(new JobList(clock, hosts.logger));
  const place = (name: string): string => join(folder, STATE_FOLDER, name);
  const exports = await HistoryExports.open({ ...options, jobs, files, folder: place('exports') });
  const imports = await HistoryImports.open({ ...options, jobs, files, folder: place('imports') });
  const archive = lifetime.add(await HistoryArchive.open({ ...options, jobs, files, work: place('archive') }));
  return {
    jobs,
    downloads: new Downloads(clock),
    exports,
    imports,
    archive,
    replays: new HistoryReplays({ ...options, jobs }),
  };
}
