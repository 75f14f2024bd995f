import { join } from 'node:path';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import { createLogger } from '../../kernel/logger.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import { lockProject } from '../../project/project-lock.ts';
import { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { EngineSurroundings } from '../engine.ts';
import { EngineHosts } from '../engine-hosts.ts';
import { RemoteTagFile } from '../remote/remote-tag-file.ts';
import { RemoteTags } from '../remote/remote-tags.ts';
import { type Storage, startStorage } from '../storage.ts';
import { TagDirectory } from '../tags/tag-directory.ts';
import { type HistoryJobs, openHistoryJobs } from './history-jobs.ts';

const LOOK_MS = 50;

/**
 * Opens the log and the history of a project that no engine runs on: nothing is polled and nothing is published.
 *
 * @param lifetime closes it.
 * @throws NexusError NX_PROJECT_LOCKED while an engine runs on it, and what else keeps a project from being opened.
 */
export async function openOffline(
  folder: string,
  surroundings: EngineSurroundings,
  lifetime: Lifetime,
): Promise<HistoryJobs> {
  lifetime.add(await lockProject(folder));
  const editor = await ProjectEditor.open(folder, drivers, systemClock);
  const { config: read, devices } = editor.current.project;
  // What waits for brokers stays as it is.
  const config = { ...read, mqtt: { ...read.mqtt, enabled: false } };
  // What a sub-command says is on standard output; what goes wrong on the way is not part of it.
  const logger = createLogger('warn', process.stderr);
  const hosts = new EngineHosts(surroundings.hosts, logger);
  const storage = lifetime.add(await startStorage({ ...surroundings, folder, config, hosts, clock: systemClock }));
  const directory = new TagDirectory();
  directory.apply(devices);
  storage.name(directory.devices);
  const tags = new RemoteTags(directory);
  for (const row of await new RemoteTagFile(join(folder, STATE_FOLDER, 'remote-tags.jsonl')).read()) tags.add(row);
  storage.names(
    [...tags.devices].map(({ number, uid }) => [number, uid] as const),
    [...tags.all].map(({ number, uid }) => [number, uid] as const),
  );
  if (config.historian.database) {
    storage.tags(directory.tags);
    await caughtUp(storage);
  }
  const rawMs = (): number => parseDurationMs(config.historian.raw)!;
  const remote = { tags };
  return openHistoryJobs(
    { folder, config, clock: systemClock, hosts, storage, editor, directory, remote, rawMs },
    lifetime,
  );
}

/** What waits in the log for a database goes first: a file is compared with what is stored. A database that is away says so itself. */
async function caughtUp(storage: Storage): Promise<void> {
  const isBehind = (): boolean => {
    const historian = storage.balance().sinks.find(({ sink }) => sink === 'historian')!;
    return storage.historianState().store === undefined || storage.logId() === undefined || historian.queued > 0;
  };
  while (isBehind() && storage.historianState().state === 'running') await systemClock.sleep(LOOK_MS);
}
