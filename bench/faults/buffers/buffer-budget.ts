import { seededRandom } from '../../../src-main/log/counter-frame.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { BUDGET_TAGS, BudgetRig } from './budget-rig.ts';

const MIB = 1024 * 1024;

interface Size {
  readonly segmentBytes: number;
  readonly budgetBytes: number;
}

/** Segments of 16 MiB are the real ones. */
const SIZES: Readonly<Record<Tier, Size>> = {
  0: { segmentBytes: MIB, budgetBytes: 12 * MIB },
  1: { segmentBytes: MIB, budgetBytes: 12 * MIB },
  2: { segmentBytes: 16 * MIB, budgetBytes: 256 * MIB },
  3: { segmentBytes: 16 * MIB, budgetBytes: 2_048 * MIB },
};
const FILLINGS = 3;
/** Batches between two looks, and points that may wait for the log meanwhile. */
const BATCHES = 4;
const MOST_PENDING = 20_000;
const DEADLINE_MS = 600_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + DEADLINE_MS;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`not within ${DEADLINE_MS / 1_000} s: ${what}`);
    await sleep(5);
  }
}

interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What the log took of the disk while it was filled. */
interface Filling {
  readonly most: number;
  /** After the first drop, before compression. */
  readonly least: number;
}

export const bufferBudget: Campaign = {
  name: 'buffer-budget',
  title: 'A buffer filled three times over while both sinks are away',
  rows: [11, 12],
  deadlineS: { 1: 90, 2: 600, 3: 3_600 },
  besideOthers: true,
  missing: () => mosquittoMissing(),
  run: async ({ tier, seed }) => {
    const size = SIZES[tier];
    const rig = await BudgetRig.start({ ...size, ballastBytes: 0, lowDiskBytes: 0 });
    try {
      const random = seededRandom(seed);
      for (let batch = 0; batch < 20; batch++) rig.append(random);
      await until('both sinks have the first batches', () => rig.isSettled);
      await rig.sinksAway();
      const filling = await fill(rig, size, random);
      const droppedByLog = rig.log.state!.droppedPoints;
      await rig.sinksBack();
      await until('both sinks have all there is', () => rig.isSettled);
      // What the broker acknowledged is on its way to the subscriber.
      await until('the subscriber has it too', () => rig.received.points >= rig.publisher.counts.delivered);
      const { accepted } = rig.log.counts;
      const { publisher, historian, received } = rig;
      const { times, gaps } = await rig.history();
      const stored = times.length * BUDGET_TAGS;
      atLeast(size.budgetBytes / 10, accepted, 'points accepted');
      atLeast(accepted / 3, droppedByLog, 'points dropped');
      const told = received.losses.reduce((sum, { points }) => sum + points, 0);
      const missing = untold(rig.appendedUs, times, gaps);
      const inGaps = times.filter((us) => gaps.some(({ fromUs, toUs }) => us > fromUs && us <= toUs)).length;
      const segments = (bytes: number): number => Math.round((bytes / size.segmentBytes) * 100) / 100;
      const budget = segments(size.budgetBytes);
      return {
        evidence: [
          evidence(12, 'Most that the log took of the disk', 'segments', segments(filling.most), {
            atMost: budget + 1,
          }),
          evidence(12, 'Least that it kept once it was full', 'segments', segments(filling.least), {
            atLeast: budget - 1,
          }),
          none(
            11,
            'Points that the broker neither got nor counts as dropped',
            'points',
            Math.abs(accepted - received.points - publisher.counts.dropped),
          ),
          none(
            11,
            'Points that the history neither has nor counts as dropped',
            'points',
            Math.abs(accepted - stored - historian.counts.dropped),
          ),
          none(
            11,
            'Dropped points that subscribers were not told of',
            'points',
            Math.abs(told - publisher.counts.dropped),
          ),
          evidence(11, 'Times that subscribers were told of the one loss', 'messages', received.losses.length, {
            atMost: 1,
          }),
          none(11, 'Samples missing in the history and in no gap', 'samples', missing),
          none(11, 'Samples of the history inside of a gap', 'samples', inGaps),
        ],
        work: [
          `${accepted} points accepted, ${droppedByLog} dropped by the log; the broker got ${received.points} and lost ${publisher.counts.dropped}, the history has ${stored} and lost ${historian.counts.dropped}, told in ${gaps.length} gaps`,
        ],
      };
    } finally {
      await rig.dispose();
    }
  },
};

/** Fills the buffer three times over, and watches the disk. */
async function fill(rig: BudgetRig, { budgetBytes }: Size, random: () => number): Promise<Filling> {
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  const before = rig.log.counts.accepted;
  const bytesOf = rig.usedBytes;
  for (let looks = 0; ; looks++) {
    for (let batch = 0; batch < BATCHES; batch++) rig.append(random);
    await until('the log takes what it is given', () => rig.log.counts.pending < MOST_PENDING);
    await sleep(0);
    if (looks % 8 !== 0) continue;
    // A file that is gone by the time that it is looked at, or is there twice, does not count twice.
    const used = rig.usedBytes;
    most = Math.max(most, Math.min(used, rig.usedBytes));
    if ((rig.log.state?.droppedPoints ?? 0) > 0) least = Math.min(least, rig.keptBytes);
    // A point takes 20 bytes of values, times, states and numbers.
    if ((rig.log.counts.accepted - before) * 20 + bytesOf > budgetBytes * FILLINGS) break;
  }
  // The state that tells of drops comes once a second only.
  least = Math.min(least, rig.keptBytes);
  await until('everything is accepted', () => rig.log.counts.pending === 0);
  // The state is told once a second.
  await sleep(1_500);
  return { most, least };
}

/** Samples that were accepted, are not stored, and lie outside of every gap. */
function untold(appended: readonly number[], stored: readonly number[], gaps: readonly Gap[]): number {
  const there = new Set(stored);
  return appended.filter((us) => !there.has(us) && !gaps.some(({ fromUs, toUs }) => us >= fromUs && us <= toUs)).length;
}
