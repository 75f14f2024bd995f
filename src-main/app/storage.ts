import { join } from 'node:path';
import type { DroppedBacklog } from '../../src-shared/contract/sinks.ts';
import type { Balance, SystemStatus } from '../../src-shared/contract/system.ts';
import { parseByteSize } from '../../src-shared/domain/byte-size.ts';
import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { HistorianClient } from '../historian/historian-client.ts';
import type { ScanPiece, ScanQuery } from '../historian/store.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { CutState } from '../kernel/socket-gate.ts';
import { LogClient } from '../log/log-client.ts';
import type { LogHead, LogHostData } from '../log/log-messages.ts';
import type { Name } from '../log/log-names.ts';
import type { LogState } from '../log/space/log-state.ts';
import type { NexusConfig } from '../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../project/project-layout.ts';
import type { PublisherClient } from '../uns/publishing/publisher-client.ts';
import type { EngineHosts } from './engine-hosts.ts';
import { describedTag, historianData, historianFile } from './historian-setup.ts';
import { publisherRow } from './publishing/publisher-setup.ts';
import { type Publishing, startPublishing } from './publishing/publishing.ts';
import { type Dropper, RemovedSinks } from './sinks/removed-sinks.ts';
import { SinkWatch } from './sinks/sink-watch.ts';
import { type DeviceEntry, everyTag, type TagEntry } from './tags/tag-directory.ts';

/** Whose history: a tag of the project, or of another gateway. */
export interface StoredTag {
  readonly uid: string;
  readonly device: { readonly uid: string };
}

/** What of a tag's history is wanted; without `buckets` every stored point. */
export interface SeriesRange {
  readonly fromUs: number;
  readonly toUs: number;
  readonly buckets?: number | undefined;
}

/** What of a tag's history is read through; `all` epochs, or of one time the latest. */
export type ScanRange = Pick<ScanQuery, 'fromUs' | 'toUs' | 'epochs'>;

/** The log and the sinks that read it, as the rest of the engine uses them. */
export interface Storage extends Disposable {
  /** Undefined where publishing is off. */
  readonly publishing: Publishing | undefined;
  /** Names the numbers of devices and tags, before their first batch. */
  name(entries: readonly DeviceEntry[]): void;
  /** The same for numbers that no device of the project has. */
  names(devices: readonly Name[], tags: readonly Name[]): void;
  /** Tells sinks which tags there are now. */
  tags(tags: readonly TagEntry[]): void;
  /** Hands a batch frame over to the log. What the log cannot take is counted as rejected. */
  append: LogClient['append'];
  /** Counts readings that quality rules rejected, so that what was produced is still what became of it. */
  countRejected: LogClient['countRejected'];
  /** @param signal ends the work on the answer when nobody waits for it any more. */
  series(tag: StoredTag, range: SeriesRange, signal?: AbortSignal): Promise<SeriesAnswer>;
  /** Every stored point of a range of any size, piece by piece. */
  scan(tag: StoredTag, range: ScanRange, signal?: AbortSignal): AsyncIterable<ScanPiece>;
  balance(): Balance;
  historianState(): Pick<SystemStatus['historian'], 'state' | 'reason' | 'store'>;
  /** File of the embedded historian; undefined where history is in a database server. */
  readonly databasePath: string | undefined;
  /** Where history is in a database server. */
  readonly databaseSchema: string | undefined;
  /** Identity of the log as it is open now. */
  logId(): string | undefined;
  /** How far the log is accepted. */
  logHead(): LogHead | undefined;
  /** @throws NexusError NX_QUARANTINE_NONE, NX_HISTORY_UNAVAILABLE */
  quarantine: HistorianClient['quarantine'];
  /** Undefined before the log told it for the first time. */
  logState(): LogState | undefined;
  /** Cuts a sink off for so long at most, or restores it with 0. Rejects NX_NOT_FOUND, NX_HOST_GONE. */
  cut(sink: string, forMs: number): Promise<CutState>;
  /** Every sink, removed ones too. */
  readonly sinks: Pick<SinkWatch, 'views'>;
  /** Gives up what is kept for a removed sink. @throws NexusError NX_NOT_FOUND */
  drop(sink: string, dropper: Dropper): Promise<DroppedBacklog>;
  /** Newest first. */
  droppedBacklogs(): readonly DroppedBacklog[];
}

export interface StorageOptions {
  readonly folder: string;
  readonly config: NexusConfig;
  readonly version: string;
  readonly hosts: EngineHosts;
  readonly clock: Clock;
}

/** How long sinks may still take what the log has when the engine stops (reliability reference 3.9). */
const DRAIN_MS = 5_000;
const DRAIN_LOOK_MS = 50;

/**
 * Starts the log and its sinks and joins them: sinks read what the log says is accepted, and the log keeps what the
 * slowest of them needs.
 */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  const { folder, config, hosts, clock } = options;
  const projectUid = config.project.uid!;
  const lifetime = new Lifetime('storage');
  const historianHost = hosts.make('historian', await historianData(folder, config));
  const historian = lifetime.add(new HistorianClient(historianHost));
  const logHost = hosts.make('log', logData(folder, config));
  const log = lifetime.add(new LogClient(logHost));
  try {
    const publishing = await startPublishing(options);
    if (publishing) lifetime.add(publishing);
    const publishers = publishing?.sinks.map(({ client }) => client) ?? [];
    const removed = lifetime.add(
      await RemovedSinks.find(folder, new Set(publishing?.sinks.map(({ name }) => name) ?? [])),
    );
    // Points of earlier runs: the balance counts over the life of the log, so that it stays equal over restarts.
    let carried = 0;
    lifetime.add(
      log.opened.on(({ head, recovery }) => {
        if (logHost.restarts === 0) carried = head.totalPoints;
        if (recovery.damagedBytes > 0)
          hosts.logger.warn('the log had a damaged end', { code: 'NX_LOG_CORRUPT', bytes: recovery.damagedBytes });
      }),
    );
    lifetime.add(
      log.advanced.on((head) => {
        historian.head(head);
        for (const publisher of publishers) publisher.head(head);
      }),
    );
    lifetime.add(
      historian.faultChanged.on((fault) => {
        if (fault) hosts.logger.error(fault.message, { code: fault.code });
        else hosts.logger.info('the historian works again');
      }),
    );
    lifetime.add(log.pressed.on((belowOrdinal) => historian.release(belowOrdinal)));
    lifetime.add(
      log.changed.on(({ kind, text, ...numbers }) => {
        if (kind !== 'ok') hosts.logger.warn(text, { state: kind, ...numbers });
      }),
    );
    const trim = (): void => {
      const needed = [historian, ...publishers].map(({ progress }) => progress?.trimBelow ?? 0);
      log.trim(Math.min(...needed, ...removed.places.map(({ segment }) => segment)));
    };
    lifetime.add(historian.progressed.on(trim));
    for (const publisher of publishers) lifetime.add(publisher.progressed.on(trim));
    await lifetime.add(historianHost).start();
    // Stopped in this order: the log commits what it has, then the sinks get time to take it, then they end.
    const hasAll = ({ state, counts }: PublisherClient): boolean => state.kind !== 'connected' || counts.queued === 0;
    lifetime.defer(() => drain(clock, () => publishers.every(hasAll)));
    await lifetime.add(logHost).start();
    const historianState = (): Pick<SystemStatus['historian'], 'state' | 'reason' | 'store'> => {
      const { fault } = historian;
      const isUp = historianHost.state === 'running' && !fault;
      const reason = fault ? { code: fault.code, text: fault.message } : null;
      return {
        state: isUp ? 'running' : 'down',
        reason,
        ...(historian.product !== '' && { store: historian.product }),
      };
    };
    const balance = (): Balance => {
      const { produced, accepted, rejected, pending } = log.counts;
      const sinks = [{ sink: 'historian', before: 0, ...historian.counts }];
      for (const { name, client } of publishing?.sinks ?? []) sinks.push({ sink: name, ...client.counts });
      return { produced: carried + produced, accepted: carried + accepted, rejected, pending, sinks };
    };
    const sinks = lifetime.add(
      new SinkWatch(
        {
          balance,
          historian: historianState,
          publishers: publishing?.sinks ?? [],
          removed: () => removed.places,
          segmentOf: (sink) =>
            (publishing?.sinks.find(({ name }) => name === sink)?.client ?? historian).progress?.trimBelow ?? 0,
          backlogs: () => log.backlogs,
          log: () => log.state,
          tell: (places) => log.places(places),
        },
        clock,
      ),
    );
    return {
      publishing,
      sinks,
      cut: async (sink, forMs) => {
        const client = sink === 'historian' ? historian : publishing?.sinks.find(({ name }) => name === sink)?.client;
        if (!client) throw new NexusError('NX_NOT_FOUND', `There is no sink “${sink}”.`, { sink });
        return await client.cut(forMs);
      },
      drop: async (sink, dropper) => {
        const points = sinks.views.find((view) => view.sink === sink)?.backlog.points ?? 0;
        const dropped = await removed.drop(sink, points, clock.wallUs(), dropper);
        trim();
        return dropped;
      },
      droppedBacklogs: () => removed.dropped,
      name: (entries) => {
        const devices = entries.map((entry) => [entry.number, entry.uid] as const);
        const tags = entries.flatMap((entry) => everyTag(entry).map((tag) => [tag.number, tag.uid] as const));
        log.names(devices, tags);
      },
      // Tags that were removed stay known: what waits of them is still published.
      tags: (tags) => {
        historian.tags(tags.map(describedTag));
        if (publishers.length === 0) return;
        const rows = tags.map(publisherRow);
        for (const publisher of publishers) publisher.tags(rows, false, true);
      },
      names: (devices, tags) => log.names(devices, tags),
      append: (...batch) => log.append(...batch),
      countRejected: (points) => log.countRejected(points),
      logId: () => log.head?.logId,
      logHead: () => log.head,
      series: (tag, { fromUs, toUs, buckets }, signal) =>
        historian.series(
          {
            projectUid,
            tagUid: tag.uid,
            deviceUid: tag.device.uid,
            fromUs,
            toUs,
            ...(buckets !== undefined && { buckets }),
          },
          undefined,
          signal,
        ),
      scan: (tag, { fromUs, toUs, epochs = 'latest' }, signal) =>
        historian.scan({ projectUid, tagUid: tag.uid, fromUs, toUs, epochs }, signal),
      balance,
      historianState,
      databasePath: config.historian.database ? undefined : historianFile(folder),
      databaseSchema: config.historian.database?.schema,
      quarantine: (ask) => historian.quarantine(ask),
      logState: () => log.state,
      dispose: () => lifetime.dispose(),
    };
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
}

function logData(folder: string, { buffer }: NexusConfig): LogHostData {
  return {
    folder: join(folder, STATE_FOLDER, 'log'),
    budgetBytes: parseByteSize(buffer.budget)!,
    ballastBytes: parseByteSize(buffer.ballast)!,
    whenFull: buffer.when_full,
    ...(buffer.max_age !== undefined && { maxAgeMs: parseDurationMs(buffer.max_age)! }),
  };
}

async function drain(clock: Clock, isDone: () => boolean): Promise<void> {
  for (const endMs = clock.monoMs() + DRAIN_MS; clock.monoMs() < endMs && !isDone(); ) await clock.sleep(DRAIN_LOOK_MS);
}
