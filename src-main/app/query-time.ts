import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * µs since 1970 of `now`, `now-6h`, or ISO 8601 with a zone. A time without zone is refused: it means another moment
 * on every computer.
 *
 * @throws NexusError NX_REQUEST_INVALID
 */
export function parseQueryTime(text: string, nowUs: number): number {
  const relative = /^now(?:-(.+))?$/.exec(text.trim());
  if (relative) {
    const backMs = relative[1] === undefined ? 0 : parseDurationMs(relative[1]);
    if (backMs !== undefined) return nowUs - backMs * 1_000;
  }
  const ms = ISO_WITH_ZONE.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (Number.isFinite(ms)) return ms * 1_000;
  throw new NexusError('NX_REQUEST_INVALID', `“${text}” is not a time. Try now, now-6h or 2026-02-03T08:00:00Z.`, {
    time: text,
  });
}
