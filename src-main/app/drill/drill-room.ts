import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DrillParts } from './drill-parts.ts';

/** What a point takes in the log, with texts among them (24 bytes were measured). */
const BYTES_A_POINT = 32;
/** A sink comes back by itself within this. */
const RECONNECT_S = 30;
const MEASURE_MS = 1_000;

/**
 * Refuses a cut that the log could not hold: then points would be given up, which is what a drill is to show does not
 * happen. @throws NexusError NX_DRILL_NO_ROOM
 */
export async function requireRoom(
  parts: Pick<DrillParts, 'clock' | 'storage' | 'editor'>,
  forS: number,
): Promise<void> {
  const { clock, storage, editor } = parts;
  const { max_age: maxAge } = editor.current.project.config.buffer;
  const cutS = forS + RECONNECT_S;
  if (maxAge !== undefined && parseDurationMs(maxAge)! < cutS * 1_000) {
    const text = `The log keeps points for ${maxAge} (buffer.max_age), and the cut with the way back takes ${formatDuration(cutS * 1_000)}. Choose a shorter cut, or raise buffer.max_age.`;
    throw new NexusError('NX_DRILL_NO_ROOM', text, { maxAge, cutS });
  }
  const [from, fromMs] = [storage.balance().produced, clock.monoMs()];
  await clock.sleep(MEASURE_MS);
  const perSecond = ((storage.balance().produced - from) / (clock.monoMs() - fromMs)) * 1_000;
  const log = storage.logState();
  if (!log) throw new NexusError('NX_DRILL_NO_ROOM', 'The log does not say yet how full it is. Try again in a moment.');
  const neededBytes = Math.round(perSecond * cutS * BYTES_A_POINT);
  const thereBytes = Math.max(0, Math.min(log.budgetBytes - log.usedBytes, log.freeBytes));
  if (neededBytes <= thereBytes) return;
  const rate = Math.round(perSecond).toLocaleString('en-GB');
  const text = `${formatDuration(cutS * 1_000)} at ${rate} points/s need about ${formatByteSize(neededBytes)} of the log, and ${formatByteSize(thereBytes)} are free (${formatByteSize(log.usedBytes)} of ${formatByteSize(log.budgetBytes)} used). Choose a shorter cut, or raise buffer.budget.`;
  throw new NexusError('NX_DRILL_NO_ROOM', text, { neededBytes, thereBytes });
}
