import { CounterLog } from '../../../src-main/log/counter-log.ts';
import type { FaultyDisk } from '../../../src-main/log/faulty-disk.ts';
import { SegmentCompressor } from '../../../src-main/log/space/segment-compressor.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { type BrokenKind, BrokenPromises } from './broken-promises.ts';
import { BATCHES, DamagedFolder, readJudged, type SoundFolder, soundFolder } from './damaged-folder.ts';

const FOLDERS: Readonly<Record<Tier, number>> = { 0: 1_000, 1: 1_000, 2: 30_000, 3: 300_000 };
/** Written after the damage: whatever it was, the log goes on. */
const FRESH = { from: 10_000, batches: 20 };

class Tally {
  readonly broken = new BrokenPromises();
  readonly kinds = { flip: 0, cut: 0, zeros: 0 };
  folders = 0;
  lost = 0;
  wrong = 0;
  /** Damaged folders of which everything could be read all the same. */
  unharmed = 0;
}

export const damagedLog: Campaign = {
  name: 'damaged-log',
  title: 'Flipped bits, cut ends and runs of zeros in the files of the log',
  rows: [14],
  deadlineS: { 0: 45, 2: 420, 3: 3_600 },
  besideOthers: true,
  missing: () => undefined,
  run: async ({ tier, seed }) => {
    const sound = [await soundFolder('plain'), await soundFolder('compressed')];
    const tally = new Tally();
    for (let folder = 0; folder < FOLDERS[tier]; folder++) damageOne(sound[folder % 2]!, seed + folder, tally);
    const { broken, kinds, folders, lost, wrong, unharmed } = tally;
    for (const [kind, count] of Object.entries(kinds)) atLeast(folders / 4, count, `damages of the kind “${kind}”`);
    atLeast(folders * 2, lost, 'points lost');
    return {
      evidence: [
        none(14, 'Wrong values read from a damaged log', 'values', wrong),
        none(14, 'Starts that failed on a damaged log', 'starts', broken.of('start')),
        none(14, 'Points lost outside the damaged places', 'points', broken.of('lost')),
        none(14, 'Damaged logs whose losses were not counted', 'logs', broken.of('count')),
        evidence(14, 'Damaged logs that were read', 'logs', folders),
      ],
      work: [
        `${kinds.flip} bits flipped, ${kinds.cut} ends cut, ${kinds.zeros} runs of zeros, half of them in compressed segments`,
        `${lost} points of the damaged places were lost and counted; ${unharmed} damages cost none`,
        ...broken.sentences,
      ],
    };
  },
};

function damageOne(sound: SoundFolder, seed: number, tally: Tally): void {
  const { disk, damages, hit } = new DamagedFolder(sound, randomFrom(seed));
  const where = damages.map(({ name, kind, from, to }) => `${kind} ${from}…${to} of ${name}`).join(', ');
  const breaks = (kind: BrokenKind, what: string, count = 1): void =>
    tally.broken.add(kind, `seed ${seed} (${where}): ${what}`, count);
  tally.folders++;
  for (const { kind } of damages) tally.kinds[kind]++;
  let log: CounterLog;
  try {
    log = goOn(disk);
  } catch (error) {
    return breaks('start', String(error));
  }
  const { numbers, wrongValues, accounted, damagedPlaces } = readJudged(disk);
  tally.wrong += wrongValues;
  if (wrongValues > 0) breaks('count', `${wrongValues} wrong values`);
  if (!numbers.every((n, i) => i === 0 || n > numbers[i - 1]!)) breaks('count', 'batches come twice or out of order');

  const found = new Set(numbers);
  const isThere = (n: number): boolean => found.has(n);
  const fresh = Array.from({ length: FRESH.batches }, (_, i) => FRESH.from + i).filter(isThere).length;
  if (fresh < FRESH.batches) breaks('start', `of ${FRESH.batches} batches written after it ${fresh} are there`);
  const lost = Array.from({ length: BATCHES }, (_, n) => n).filter((n) => !isThere(n));
  const beyond = lost.filter((n) => !hit.has(n));
  if (beyond.length > 0) breaks('lost', `sound batches ${beyond.slice(0, 8).join(', ')} …`, beyond.length * 2);
  tally.lost += lost.length * 2;
  if (lost.length === 0) tally.unharmed++;

  const { recovery, head } = log.writer;
  if (accounted !== head.totalPoints) breaks('count', `${accounted} of ${head.totalPoints} points accounted for`);
  // What a file that was cut short had at the end of the log, nothing on the disk knows of.
  const isSeen = damagedPlaces + recovery.damagedPlaces + recovery.damagedSegments > 0;
  const old = numbers.filter((n) => n < BATCHES);
  const inner = lost.filter((n) => n < (old.at(-1) ?? 0)).length;
  if (inner * 2 > head.totalPoints - numbers.length * 2) breaks('count', `${inner} lost batches are not counted`);
  if (lost.length > inner && !isSeen && !damages.some(({ kind }) => kind === 'cut'))
    breaks('count', 'the damage of the end was not seen');
}

/** Opens the folder as it is and writes on: what any damage must leave possible. */
function goOn(disk: FaultyDisk): CounterLog {
  new SegmentCompressor(disk).clean();
  const log = new CounterLog(disk, { from: FRESH.from, room: { budgetBytes: 1e6 } });
  log.writer.tend();
  const { fault } = log.write(FRESH.batches);
  if (fault) throw fault;
  return log;
}
