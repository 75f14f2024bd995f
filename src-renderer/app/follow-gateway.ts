import { penRecorder } from '../charts/pen-recorder.ts';
import { connectGateway, rpc } from '../rpc/connect.ts';
import type { LinkState } from '../rpc/link-state.ts';
import { armingLost, armingResumed, armingTold, disarmWhenAway } from '../state/arming.ts';
import { devicesRead, healthChanged } from '../state/devices.ts';
import { linkChanged } from '../state/link.ts';
import { liveValues } from '../state/live-values.ts';
import { entryMade, readReceipts } from '../state/receipts.ts';
import { systemInfoRead, systemStatusRead } from '../state/system.ts';
import { rereadTags } from '../state/tags.ts';
import { readWatchTables, watchChanged } from '../state/watch-tables.ts';
import { watches } from '../state/watches.ts';

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
    follow(rpc().system.status({ signal }), systemStatusRead),
    follow(rpc().devices.health({ signal }), healthChanged),
    follow(rpc().writes.journalled({ signal }), entryMade),
    follow(rpc().writes.arming({ signal }), armingTold),
    follow(rpc().watches.changed({ signal }), watchChanged),
    follow(rpc().devices.changed({ signal }), () => void readLists(signal).catch(() => undefined)),
  ];
  await readLists(signal);
  await Promise.all([armingResumed(), readReceipts(), readWatchTables()]);
  await Promise.all(streams);
}

async function follow<T>(stream: Promise<AsyncIterable<T>>, take: (event: T) => void): Promise<void> {
  for await (const event of await stream) take(event);
}

async function readLists(signal: AbortSignal): Promise<void> {
  // With its first devices a project may have become the demo.
  systemInfoRead(await rpc().system.info({}, { signal }));
  const devices = await rpc().devices.list({}, { signal });
  await rereadTags(devices.map((device) => device.id));
  devicesRead(devices);
  watches.resend();
}
