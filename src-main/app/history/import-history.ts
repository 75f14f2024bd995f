import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Columns, sliceColumns } from '../../historian/columns.ts';
import type { FilePart } from '../../historian/files/file-reader.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../storage.ts';
import type { ImportCheck, ImportTag } from './import-check.ts';
import { newPoints } from './new-points.ts';

/** Points of one frame of the log. */
const FRAME_POINTS = 5_000;
/** Points that may wait for the historian: what is live goes through the same log, and comes first. */
const MOST_QUEUED = 200_000;
const LOOK_MS = 50;

export interface ImportWork {
  readonly storage: Pick<Storage, 'append' | 'scan' | 'balance' | 'logState'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (share: number | null, text: string) => void;
}

/** What became of the rows of a file. */
export interface Imported {
  added: number;
  known: number;
  differing: number;
}

/**
 * Hands the points of a file to the log, which both kinds of historian read; what is stored already is left out. Resolves
 * when the historian has them all.
 *
 * @param done is counted up on the way, so that it is true whenever this rejects.
 * @throws NexusError NX_CANCELLED, NX_HISTORY_UNAVAILABLE, NX_LOG_FULL; what was added by then stays.
 */
export async function importHistory(
  parts: AsyncIterable<FilePart>,
  check: ImportCheck,
  work: ImportWork,
  done: Imported,
): Promise<void> {
  for await (const part of parts) {
    for (const { tag, series } of check.take(part)) {
      const stored = (fromUs: number, toUs: number) => work.storage.scan(tag, { fromUs, toUs }, work.signal);
      const { columns, known, differing } = await newPoints(series, stored);
      done.known += known;
      done.differing += differing;
      for (let start = 0; start < columns.timeUs.length; start += FRAME_POINTS) {
        const slice = sliceColumns(columns, start, Math.min(start + FRAME_POINTS, columns.timeUs.length));
        await room(work);
        await append(tag, slice, work);
        done.added += slice.timeUs.length;
      }
    }
    work.progress(part.share * 0.99, `${done.added.toLocaleString('en')} points added`);
  }
  await taken(work);
}

function append(tag: ImportTag, { timeUs, value, status, flags, cells }: Columns, work: ImportWork): Promise<void> {
  const count = timeUs.length;
  const frame = encodeBatch({
    count,
    device: tag.device.number,
    // Never published: whoever listens to the broker wants to know how it is now.
    origin: 'import',
    receivedUs: work.clock.wallUs(),
    tag: new Uint32Array(count).fill(tag.number),
    timeUs,
    value,
    status,
    flags: flags.map((bits) => bits | POINT_FLAG.historical),
    ...(cells.length > 0 && { cells }),
  });
  return new Promise((resolve, reject) => {
    const refused = (): void =>
      reject(
        new NexusError(
          'NX_LOG_FULL',
          'The log took no more points. See its state on the System page, and import the file again.',
        ),
      );
    const isSent = work.storage.append(frame, count, (isAccepted) => (isAccepted ? resolve() : refused()));
    if (!isSent) refused();
  });
}

/** Waits until the log has room and the historian is not far behind. */
async function room(work: ImportWork): Promise<void> {
  for (;;) {
    checkSignal(work.signal);
    const queued = historianOf(work).queued;
    const state = work.storage.logState();
    if (queued <= MOST_QUEUED && (!state || state.kind === 'ok')) return;
    const why = queued > MOST_QUEUED ? 'Waits for the historian' : `Waits for the log: ${state!.text}`;
    work.progress(null, why);
    await work.clock.sleep(LOOK_MS);
  }
}

/** Waits until the historian has what the log has now. */
async function taken(work: ImportWork): Promise<void> {
  const { delivered, queued, dropped, quarantined } = historianOf(work);
  const total = delivered + queued + dropped + quarantined;
  for (;;) {
    const now = historianOf(work);
    if (now.delivered + now.dropped + now.quarantined >= total) return;
    checkSignal(work.signal);
    work.progress(0.99, 'Waits until the historian has all');
    await work.clock.sleep(LOOK_MS);
  }
}

function historianOf({ storage }: ImportWork) {
  return storage.balance().sinks.find(({ sink }) => sink === 'historian')!;
}

function checkSignal(signal: AbortSignal): void {
  if (signal.aborted) throw new NexusError('NX_CANCELLED', 'The import was called off.');
}
