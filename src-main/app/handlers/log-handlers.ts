import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Clock } from '../../kernel/clock.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { KeptLines, LogRing } from '../../kernel/log-ring.ts';
import { LOG_LEVELS } from '../../kernel/logger.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

const BATCH_LINES = 200;
const BATCH_EVERY_MS = 100;
/** A reader that is this far behind waits for the socket first; lines that leave the ring meanwhile are missed. */
const MAX_BACKLOG_BYTES = 1024 * 1024;

/** The engine's log for windows and scripts. */
export function logHandlers({ logLines, clock }: Pick<EngineParts, 'logLines' | 'clock'>): NexusHandlers<Call>['log'] {
  return {
    recent: ({ limit, level }) => {
      const least = LOG_LEVELS.indexOf(level);
      const lines = logLines.recent(limit, (line) => LOG_LEVELS.indexOf(line.level) >= least);
      return { lines: [...lines], dropped: logLines.dropped };
    },
    lines: async function* (call, signal, { after }) {
      const backlogBytes = (): number => call.dataPlane?.backlogBytes() ?? 0;
      for await (const { lines, missed } of batches(logLines, clock, backlogBytes, after, signal))
        yield { lines: [...lines], missed };
    },
  };
}

/** Reads on from a number for as long as the signal lets it. The ring is the only buffer: a reader is a number. */
async function* batches(
  ring: LogRing,
  clock: Clock,
  backlogBytes: () => number,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<KeptLines> {
  let last = after;
  const news = eventStream<number>((listener) => ring.added.on(listener), signal, ring.newest);
  for await (const _newest of news) {
    while (!signal.aborted) {
      if (backlogBytes() <= MAX_BACKLOG_BYTES) {
        const batch = ring.after(last, BATCH_LINES);
        const end = batch.lines.at(-1);
        if (!end) break;
        last = end.seq;
        yield batch;
      }
      await clock.sleep(BATCH_EVERY_MS, signal).catch(() => undefined);
      if (last >= ring.newest) break;
    }
  }
}
