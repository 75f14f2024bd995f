import type { MemoryScanWish } from '../../../src-shared/contract/memory.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { MemoryLook } from '../../acquisition/memory-reader.ts';
import type { MemoryArea } from '../../drivers/memory.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RunningJob } from '../jobs/job-list.ts';
import type { ScannedCells } from './scanned-cells.ts';

/** After a look that came to nothing. */
const REST_MS = 5_000;
/** Looks of one request each: how many cells are taken in one go where every cell is asked for by itself. */
const SINGLES = 20;
/** So often a device may be silent at one place before that is told of the cells. */
const SILENT_TRIES = 2;

/** What a scan is made with. */
export interface ScanParts {
  readonly clock: Clock;
  readonly wish: MemoryScanWish;
  readonly area: MemoryArea;
  readonly cells: ScannedCells;
  /** One look; rejects as a driver does. */
  readonly look: (start: number, count: number, signal: AbortSignal) => Promise<MemoryLook>;
  /** Told why it stands still, and that it goes on. */
  readonly waits: (reason: { readonly code: string; readonly text: string } | null) => void;
  readonly roundEnded: (round: number) => void;
}

/**
 * Looks at every cell of the range, round after round where that is wanted, until the job is called off. A device that
 * goes is waited for; cells at which it says nothing are told as such.
 */
export async function scanMemory(
  parts: ScanParts,
  { signal, progress }: Pick<RunningJob, 'signal' | 'progress'>,
): Promise<void> {
  const { wish, cells } = parts;
  const startedMs = parts.clock.monoMs();
  for (let round = 1; ; round++) {
    for (let at = cells.next(wish.start, round); at !== undefined; at = cells.next(at, round)) {
      await lookOn(parts, at, round, signal);
      if (signal.aborted) throw new NexusError('NX_CANCELLED', 'The scan was stopped.');
      const { done, found } = cells;
      const first = round === 1 ? leftWords(done, wish.count, found, parts.clock.monoMs() - startedMs) : '';
      progress(wish.repeats ? null : done / wish.count, first || `Round ${round}, ${found} found`);
    }
    parts.roundEnded(round);
    if (!wish.repeats) return;
  }
}

async function lookOn(
  { clock, wish, area, cells, look, waits }: ScanParts,
  at: number,
  round: number,
  signal: AbortSignal,
): Promise<void> {
  const most = Math.min(area.perRequest, wish.perRequest ?? area.perRequest);
  const left = wish.start + wish.count - at;
  for (let tries = 1; !signal.aborted; tries++) {
    // Behind a silence one request is enough to find out.
    const count = Math.min(left, tries > 1 ? most : Math.max(most, SINGLES));
    try {
      cells.take(at, await look(at, count, signal), round);
      return waits(null);
    } catch (cause) {
      const { code, text } = toNexusError(cause);
      if (signal.aborted) return;
      if (code === 'NX_DRIVER_TIMEOUT' && tries >= SILENT_TRIES)
        return cells.giveUp(
          at,
          count,
          { code, text: `The device said nothing when it was asked for this. ${text}` },
          round,
        );
      waits({ code, text });
      await clock.sleep(REST_MS, signal).catch(() => {});
    }
  }
}

/** `1 240 of 10 000, 612 found, about 4 min left` */
function leftWords(done: number, total: number, found: number, tookMs: number): string {
  const leftS = done === 0 ? 0 : ((tookMs / done) * (total - done)) / 1_000;
  const left =
    leftS < 2 ? '' : leftS < 90 ? `, about ${Math.round(leftS)} s left` : `, about ${Math.round(leftS / 60)} min left`;
  return `${grouped(done)} of ${grouped(total)}, ${grouped(found)} found${left}`;
}

const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, '\u2009');
