import { seededRandom } from '../../../src-main/log/counter-frame.ts';
import { CounterLog, type CounterSink, readAll, timeOf, unexplained } from '../../../src-main/log/counter-log.ts';
import { FaultyDisk } from '../../../src-main/log/faulty-disk.ts';
import { endOf } from '../../../src-main/log/read-log.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignRun, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { type BrokenKind, BrokenPromises } from './broken-promises.ts';
import { PowerCutLife } from './power-cut-life.ts';

/** Cuts of one folder, one after another: the second may come while the log recovers from the first. */
const CUTS = 4;
const WANTED: Readonly<Record<Tier, { readonly cuts: number; readonly seconds: number }>> = {
  0: { cuts: 2_000, seconds: 60 },
  1: { cuts: 2_000, seconds: 60 },
  2: { cuts: 200_000, seconds: 300 },
  3: { cuts: 2_000_000, seconds: 1_800 },
};

/** What was done and found, over all folders. */
class Tally {
  readonly broken = new BrokenPromises();
  cuts = 0;
  accepted = 0;
  dropped = 0;
  compressed = 0;
  /** Cuts in the middle of a change of the disk, and those of them before the start had brought one value in. */
  cutsInside = 0;
  cutsAtStart = 0;
  /** Points that are there although a gap tells that they were dropped. */
  wronglyTold = 0;
}

export const powerCutSim: Campaign = {
  name: 'power-cut-sim',
  title: 'Power cuts of the log on a simulated disk',
  rows: [2, 11],
  deadlineS: { 0: 75, 2: 420, 3: 2_400 },
  besideOthers: true,
  missing: () => undefined,
  run: async ({ tier, seed, say }: CampaignRun) => {
    const { cuts, seconds } = WANTED[tier];
    const tally = new Tally();
    const began = performance.now();
    const spent = (): number => (performance.now() - began) / 1_000;
    for (let folder = 0; tally.cuts < cuts && spent() < seconds; folder++) {
      await cutOneFolder(seed + folder, tally);
      if (folder % 5_000 === 4_999) say(`${tally.cuts} cuts`);
    }
    atLeast(Math.min(cuts, 2_000), tally.cuts, 'power cuts');
    atLeast(tally.cuts / 5, tally.cutsInside, 'cuts in the middle of a change');
    atLeast(tally.cuts / 100, tally.cutsAtStart, 'cuts while the log started');
    atLeast(tally.cuts * 40, tally.accepted, 'accepted points');
    atLeast(tally.cuts * 5, tally.dropped, 'points dropped for the budget');
    const perMinute = Math.round((tally.cuts / spent()) * 60);
    return {
      evidence: [
        none(2, 'Accepted points lost in simulated power cuts', 'points', tally.broken.of('lost')),
        none(2, 'Starts that failed after a simulated power cut', 'starts', tally.broken.of('start')),
        none(2, 'Counts that were wrong after a simulated power cut', 'folders', tally.broken.of('count')),
        evidence(2, 'Simulated power cuts survived', 'cuts', tally.cuts),
        evidence(2, 'Simulated power cuts per minute', 'cuts/min', perMinute),
      ],
      work: [
        `${tally.cuts} power cuts, ${tally.cutsInside} of them in the middle of a change and ${tally.cutsAtStart} while the log started, over ${tally.accepted} accepted points`,
        `meanwhile ${tally.dropped} points were dropped for the budget and ${tally.compressed} segments compressed; ${tally.wronglyTold} points were told to be dropped and are there`,
        ...tally.broken.sentences,
      ],
    };
  },
};

/** Cuts the power of one folder again and again; it is left where a promise was broken. */
async function cutOneFolder(seed: number, tally: Tally): Promise<void> {
  const random = seededRandom(seed);
  const known = new Set<number>();
  let disk = new FaultyDisk();
  let from = 0;
  let trimmedTo = 0;
  for (let cut = 1; cut <= CUTS; cut++) {
    const breaks = (kind: BrokenKind, what: string, count = 1): void =>
      tally.broken.add(kind, `seed ${seed}, cut ${cut}: ${what}`, count);
    const when = random();
    if (when < 0.15) disk.changesLeft = Math.floor(random() * 6);
    else if (when < 0.7) disk.changesLeft = Math.floor(random() * 160);
    const life = opened(() => new PowerCutLife(disk, from, random));
    if (life instanceof Error) return breaks('start', String(life));
    await life.run();
    if (disk.changesLeft <= 0) tally.cutsInside++;
    if (disk.changesLeft <= 0 && life.accepted.length === 0) tally.cutsAtStart++;
    const { writer } = life.log;
    for (const n of life.accepted) known.add(n);
    tally.cuts++;
    tally.accepted += life.accepted.length * 2;
    tally.dropped += writer.room.droppedPoints;
    tally.compressed += disk.segments().filter(({ isCompressed }) => isCompressed).length;
    from = life.log.n;
    trimmedTo = Math.max(trimmedTo, life.trimmedTo);

    disk = disk.afterPowerCut(random);
    const found = readAll(disk, endOf(disk));
    tally.wronglyTold += found.numbers.filter((n) => isToldDropped(found, n)).length * 2;
    if (!found.numbers.every((n, i) => i === 0 || n > found.numbers[i - 1]!))
      return breaks('count', 'a batch comes twice or out of order');
    const lost = unexplained(found, from).filter((n) => known.has(n) && n >= trimmedTo);
    if (lost.length > 0) return breaks('lost', `batches ${lost.slice(0, 10).join(', ')} …`, lost.length * 2);
    const next = opened(() => new CounterLog(disk));
    if (next instanceof Error) return breaks('start', String(next));
    const total = next.writer.head.totalPoints;
    const { startPoints, missingPoints } = found.reader;
    const sum = startPoints + missingPoints + found.numbers.length * 2;
    if (total < writer.head.totalPoints || sum !== total)
      return breaks('count', `${writer.head.totalPoints} points before, ${total} after, ${sum} accounted for`);
  }
}

function isToldDropped({ gaps }: CounterSink, n: number): boolean {
  return gaps.some(({ reason, fromUs, toUs }) => reason === 'dropped' && timeOf(n) > fromUs && timeOf(n) <= toUs);
}

function opened<T>(open: () => T): T | Error {
  try {
    return open();
  } catch (error) {
    return error as Error;
  }
}
