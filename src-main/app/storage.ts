import { join } from 'node:path';
import type { Balance, SystemStatus } from '../../src-shared/contract/system.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { HistorianClient } from '../historian/historian-client.ts';
import type { HistorianHostData } from '../historian/historian-messages.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { LogClient } from '../log/log-client.ts';
import type { LogHostData } from '../log/log-messages.ts';
import { STATE_FOLDER } from '../project/project-layout.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { DeviceEntry, TagEntry } from './tag-directory.ts';

/** What of a tag's history is wanted; without `buckets` every stored point. */
export interface SeriesRange {
  readonly fromUs: number;
  readonly toUs: number;
  readonly buckets?: number | undefined;
}

/** The log and the sinks that read it, as the rest of the engine uses them. */
export interface Storage extends Disposable {
  /** Names the numbers of devices and tags, before their first batch. */
  name(entries: readonly DeviceEntry[]): void;
  /** Hands a batch frame over to the log. What the log cannot take is counted as rejected. */
  append(frame: ArrayBuffer, points: number): void;
  series(tag: TagEntry, range: SeriesRange): Promise<SeriesAnswer>;
  balance(): Balance;
  historianState(): SystemStatus['historian']['state'];
}

export interface StorageOptions {
  readonly folder: string;
  readonly projectUid: string;
  readonly hosts: EngineHosts;
}

const SINK = 'historian';

/** Starts log and historian and joins them: the historian reads what the log says is accepted, the log keeps what it needs. */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  const { folder, projectUid, hosts } = options;
  const lifetime = new Lifetime('storage');
  const logFolder = join(folder, STATE_FOLDER, 'log');
  const logData: LogHostData = { folder: logFolder };
  const historianData: HistorianHostData = {
    logFolder,
    projectUid,
    databasePath: join(folder, STATE_FOLDER, 'historian.db'),
  };
  const historianHost = hosts.make('historian', historianData);
  const historian = lifetime.add(new HistorianClient(historianHost));
  const logHost = hosts.make('log', logData);
  const log = lifetime.add(new LogClient(logHost));
  // Points of earlier runs: the balance counts over the life of the log, so that it stays equal over restarts.
  let carried = 0;
  lifetime.add(
    log.opened.on(({ head, recovery }) => {
      if (logHost.restarts === 0) carried = head.totalPoints;
      if (recovery.damagedBytes > 0)
        hosts.logger.warn('the log had a damaged end', { code: 'NX_LOG_CORRUPT', bytes: recovery.damagedBytes });
    }),
  );
  lifetime.add(log.advanced.on((head) => historian.head(head)));
  lifetime.add(historian.progressed.on(({ trimBelow }) => log.trim(trimBelow)));
  try {
    // Stopped in this order: the log commits what it has, then the historian reads it.
    await lifetime.add(historianHost).start();
    await lifetime.add(logHost).start();
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
  return {
    name: (entries) => {
      const devices = entries.map((entry) => [entry.number, entry.uid] as const);
      const tags = entries.flatMap((entry) => entry.tags.map((tag) => [tag.number, tag.uid] as const));
      log.names(devices, tags);
    },
    append: (frame, points) => void log.append(frame, points),
    series: (tag, { fromUs, toUs, buckets }) =>
      historian.series({
        projectUid,
        tagUid: tag.uid,
        deviceUid: tag.device.uid,
        fromUs,
        toUs,
        ...(buckets !== undefined && { buckets }),
      }),
    balance: () => balance(log, historian, carried),
    historianState: () => (historianHost.state === 'running' ? 'running' : 'down'),
    dispose: () => lifetime.dispose(),
  };
}

function balance(log: LogClient, historian: HistorianClient, carried: number): Balance {
  const { produced, accepted, rejected, pending } = log.counts;
  const sinks = [{ sink: SINK, ...historian.counts }];
  return { produced: carried + produced, accepted: carried + accepted, rejected, pending, sinks };
}
