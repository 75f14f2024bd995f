import { TrailRig } from '../../../src-main/access/audit/trail-rig.ts';
import { verifyTrail } from '../../../src-main/access/audit/verify-trail.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import { TamperedTrail, type Tampering } from './tampered-trail.ts';

const ROW = 36;
const ENTRIES = 1_000;
const FILE_CUTS = 40;

/** Alters a trail of audit in every way, and looks whether `nexus-edge audit verify` would have told. */
export const tampering: Campaign = {
  name: 'tampering',
  title: `A trail of ${ENTRIES.toLocaleString('en')} audit entries, altered in every way`,
  rows: [ROW],
  deadlineS: { 0: 60, 2: 300 },
  besideOthers: true,
  missing: () => undefined,
  async run({ tier, seed }: CampaignRun): Promise<CampaignOutcome> {
    const rig = new TrailRig();
    try {
      const kept = await rig.written(ENTRIES);
      const { keys } = rig;
      const whole = await verifyTrail({ folder: rig.folder, keys, checkpoints: [kept] });
      if (whole.broken > 0) throw new Error(`The trail is broken before anything was altered: ${whole.broken} places`);
      const lines = rig.bytes().toString('latin1').trimEnd().split('\n');
      atLeast(ENTRIES, lines.length, 'entries');
      const trail = new TamperedTrail(
        lines.map((line) => Buffer.from(line, 'latin1')),
        keys,
        kept,
      );
      const random = randomFrom(seed);
      const ways: Readonly<Record<string, Tampering>> = {
        'Bytes flipped': trail.flipped(tier === 0 ? [random(8)] : [0, 1, 2, 3, 4, 5, 6, 7]),
        'Entries dropped, swapped, doubled, put in': trail.moved(),
        'Entries sealed anew': trail.sealedAnew(),
        'Ends cut off': trail.cut(),
        'Files cut within a line': await cutFiles(rig, kept, random(1_000)),
      };
      atLeast(300_000, ways['Bytes flipped']!.tried, 'flips');
      return {
        evidence: Object.entries(ways).map(([way, { missed }]) =>
          none(ROW, `${way}, not seen`, 'times', missed.length),
        ),
        work: Object.entries(ways).map(
          ([way, { tried, missed }]) =>
            `${way}: ${tried.toLocaleString('en')} times${missed.length > 0 ? `; not seen (seed ${seed}): ${missed.slice(0, 10).join('; ')}` : ''}`,
        ),
      };
    } finally {
      rig.dispose();
    }
  },
};

/** Through the files themselves, as the command looks at them. */
async function cutFiles(
  rig: TrailRig,
  kept: Awaited<ReturnType<TrailRig['written']>>,
  shift: number,
): Promise<Tampering> {
  const { keys, folder } = rig;
  const whole = rig.bytes();
  const missed: string[] = [];
  for (let n = 0; n < FILE_CUTS; n++) {
    let length = Math.floor(((n + shift / 1_000) * whole.length) / FILE_CUTS) + 1;
    if (whole[length - 1] === 10) length++;
    rig.replace(whole.subarray(0, length));
    const { findings } = await verifyTrail({ folder, keys, checkpoints: [kept] });
    // The last checkpoint is the last entry but one: a cut behind it tears that entry and takes nothing that was vouched for.
    const entriesLeft = whole.subarray(0, length).filter((byte) => byte === 10).length;
    const expected = entriesLeft < kept.seq ? 'torn,cut' : 'torn';
    if (findings.map(({ kind }) => kind).join() !== expected) missed.push(`after ${length} bytes`);
  }
  rig.replace(whole);
  return { tried: FILE_CUTS, missed };
}
