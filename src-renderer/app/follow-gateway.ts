import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { penRecorder } from '../charts/pen-recorder.ts';
import { connectGateway, rpc } from '../rpc/connect.ts';
import type { LinkState } from '../rpc/link-state.ts';
import { armingLost, armingResumed, armingTold, disarmWhenAway } from '../state/arming.ts';
import { checksChanged, readChecks } from '../state/checks.ts';
import { deployRead } from '../state/deploy.ts';
import { healthChanged } from '../state/devices.ts';
import { drillTold } from '../state/drill.ts';
import { followStatus } from '../state/follow-status.ts';
import { followGatewayJobs } from '../state/gateway-jobs.ts';
import { linkChanged } from '../state/link.ts';
import { liveValues } from '../state/live-values.ts';
import { readProjectTrends } from '../state/project-trends.ts';
import { readLists } from '../state/read-lists.ts';
import { entryMade, readReceipts } from '../state/receipts.ts';
import { followSession } from '../state/session.ts';
import { readWatchTables, watchChanged } from '../state/watch-tables.ts';

/** Keeps what the page knows of its gateway up to date until the signal, through every loss of the link. */
export function followGateway(signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', disarmWhenAway(window));
  return connectGateway(
    { onState: takeLink, onLive: (batch) => liveValues.apply(batch), onOpen: followConnection },
    signal,
  );
}

function takeLink(link: LinkState): void {
  linkChanged(link);
  if (link.kind === 'lost') armingLost();
}

/**
 * Runs beside one connection. Listens first and reads the lists after it, so that no change falls between; then asks
 * for the live values, by the tag numbers of this run of the engine.
 */
async function followConnection(signal: AbortSignal): Promise<void> {
  penRecorder.markBreak();
  const streams = [
    followSession(signal).catch(unlessForbidden),
    followStatus(signal),
    followGatewayJobs(signal),
    follow(rpc().devices.health({ signal }), healthChanged),
    follow(rpc().writes.journalled({ signal }), entryMade),
    follow(rpc().writes.arming({ signal }), armingTold),
    follow(rpc().watches.changed({ signal }), watchChanged),
    follow(rpc().trends.changed({ signal }), () => void readProjectTrends()),
    follow(rpc().checks.changed({ signal }), checksChanged),
    follow(rpc().drill.running({ signal }), drillTold),
    follow(rpc().devices.changed({ signal }), () => {
      void readLists(signal).catch(() => undefined);
      // What was signed may be about a configuration that is no more.
      void readChecks();
      // Another revision is one that targets do not run yet.
      void deployRead();
    }),
  ];
  await readLists(signal);
  const reads = [armingResumed(), readReceipts(), readWatchTables(), readProjectTrends(), readChecks(), deployRead()];
  await Promise.all(reads.map((read) => read.catch(unlessForbidden)));
  await Promise.all(streams);
}

async function follow<T>(stream: Promise<AsyncIterable<T>>, take: (event: T) => void): Promise<void> {
  try {
    for await (const event of await stream) take(event);
  } catch (error) {
    unlessForbidden(error);
  }
}

/** What a role may not see is not there for it: an auditor's page goes on without the plant. */
function unlessForbidden(error: unknown): void {
  if (!(error instanceof NexusError) || error.code !== 'NX_ACCESS_FORBIDDEN') throw error;
}
