import type { Trace } from '../../../src-shared/contract/trace.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { PublishingSink } from '../publishing/publishing.ts';
import type { TagEntry } from './tag-directory.ts';

type SinkOfTrace = Trace['sinks'][number];

/** How long a trace waits for the sinks, all at once. */
const SINKS_MS = 3_000;
const LOOK_MS = 50;

/**
 * Waits until the point of a trace is in each sink.
 * @param timeUs of the point
 * @param accepted points that the log had accepted with it, over its whole life
 */
export function traceSinks(
  { storage, clock }: Pick<EngineParts, 'storage' | 'clock'>,
  entry: TagEntry,
  timeUs: number,
  accepted: number,
): Promise<SinkOfTrace[]> {
  const endMs = clock.monoMs() + SINKS_MS;
  const seen = async (look: () => Promise<boolean> | boolean): Promise<number | null> => {
    for (;;) {
      if (await look()) return clock.wallUs();
      if (clock.monoMs() >= endMs) return null;
      await clock.sleep(LOOK_MS);
    }
  };
  const historian = async (): Promise<SinkOfTrace> => {
    const us = await seen(async () => {
      const answer = await storage.series(entry, { fromUs: timeUs, toUs: timeUs + 1 }).catch(() => undefined);
      return (answer?.series.timeUs.length ?? 0) > 0;
    });
    return { sink: 'historian', state: us === null ? 'waiting' : 'stored', topic: '', us };
  };
  const publisher = async ({ name, client }: PublishingSink): Promise<SinkOfTrace> => {
    const us = await seen(() => hasHandled(client, accepted));
    return { sink: name, state: us === null ? 'waiting' : 'acknowledged', topic: entry.topic, us };
  };
  const isPublished = (entry.tag.raw ?? 'both') === 'both';
  return Promise.all([historian(), ...(isPublished ? (storage.publishing?.sinks ?? []).map(publisher) : [])]);
}

/** A publisher is as far as the points that it has handled; what it skips ahead of a backlog says nothing of its place. */
function hasHandled({ progress }: PublishingSink['client'], accepted: number): boolean {
  return progress !== undefined && !progress.isLiveFirst && progress.totalPoints - progress.queuedPoints >= accepted;
}
