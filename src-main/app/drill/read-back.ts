import { ArrivalLedger } from '../../../src-shared/domain/arrival-ledger.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BusLedger } from '../../diagnostics/drill/bus-ledger.ts';
import { compareWay, type FarEnd } from '../../diagnostics/drill/compare-way.ts';
import type { SeenInStore } from '../../diagnostics/drill/way-findings.ts';
import type { Storage } from '../storage.ts';
import type { TagEntry } from '../tags/tag-directory.ts';

/** Of a plant with more tags so many are looked at, spread over all of them. */
const MOST_TAGS = 500;
/** Reading stops with the tag that reaches it. */
const MOST_POINTS = 2_000_000;

/** Reads back what the store holds of the time of a drill and compares it with what was read from the devices. */
export async function readBack(
  storage: Pick<Storage, 'scan'>,
  tags: readonly TagEntry[],
  { stored, ahead }: BusLedger,
  signal: AbortSignal,
): Promise<SeenInStore> {
  const known = tags.filter(({ number }) => stored.of(number).count > 0 && !ahead.has(number));
  const step = Math.max(1, known.length / MOST_TAGS);
  const chosen = Array.from({ length: Math.min(known.length, MOST_TAGS) }, (_, at) => known[Math.floor(at * step)]!);
  const pairs: { readonly sent: ReturnType<ArrivalLedger['of']>; readonly got: FarEnd }[] = [];
  let points = 0;
  let problem = '';
  for (const tag of chosen) {
    if (points >= MOST_POINTS) break;
    try {
      const got = await farEnd(storage, tag, stored, signal);
      pairs.push({ sent: stored.of(tag.number), got });
      points += got.count;
    } catch (error) {
      signal.throwIfAborted();
      problem = toNexusError(error).text;
      break;
    }
  }
  const check = compareWay(pairs);
  const faulty = check.faulty === undefined ? '' : chosen[check.faulty]!.topic;
  return { check, notLookedAt: known.length - pairs.length, faulty, problem };
}

async function farEnd(
  storage: Pick<Storage, 'scan'>,
  tag: TagEntry,
  { fromUs, toUs }: ArrivalLedger,
  signal: AbortSignal,
): Promise<FarEnd> {
  const ledger = new ArrivalLedger(fromUs, 1);
  for await (const { timeUs } of storage.scan(tag, { fromUs, toUs, epochs: 'all' }, signal))
    for (const us of timeUs) ledger.take(0, Math.floor(us));
  const { count, sum, behind } = ledger.of(0);
  return { count, sum, late: 0, twice: behind };
}
