import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { CountingPlant } from '../../../src-main/testing/counting-plant.ts';
import { FakedClock, faketimeLibrary } from '../../../src-main/testing/faked-clock.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import { atLeast } from '../../benchmark.ts';
import { percentile } from '../../figure.ts';
import { serviceFigures, settledBalance } from '../../service-figures.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { type ClockScene, clockScenes, play } from './clock-scenes.ts';
import { storedSamples } from './stored-samples.ts';

interface Scale {
  readonly devices: number;
  readonly quietS: number;
  readonly sceneS: number;
  readonly moreSteps: number;
  /** What the worst poll may add to its period; in tier 1 the machine may be busy with anything. */
  readonly lateMs: number;
  /** Of all polls that may be skipped, for the same reason. */
  readonly skippedShare: number;
}
const SCALE: Readonly<Record<number, Scale>> = {
  1: { devices: 10, quietS: 2, sceneS: 3, moreSteps: 0, lateMs: 2_000, skippedShare: 0.1 },
  2: { devices: 25, quietS: 20, sceneS: 20, moreSteps: 6, lateMs: 500, skippedShare: 0 },
};
const TAGS = 20;
const INTERVAL_MS = 100;
/** Of the polls that fit into the time. */
const LEAST_POLLS = 0.8;
const ROW = 17;

/** The real service, all its threads, under a wall clock that is set forward and back and goes wrong. */
export const clockSteps: Campaign = {
  name: 'clock-steps',
  title: 'The wall clock is set forward, back, and drifts, under the whole service',
  rows: [ROW],
  deadlineS: { 1: 120, 2: 420 },
  besideOthers: false,
  missing: () => (faketimeLibrary() === undefined ? 'libfaketime is not there: install faketime' : undefined),
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const scale = SCALE[Math.min(tier, 2)]!;
    const lifetime = new Lifetime('clock steps');
    try {
      const plant = lifetime.add(
        await CountingPlant.start({ devices: scale.devices, tags: TAGS, intervalMs: INTERVAL_MS }),
      );
      const folder = await givenProjectFolder({
        'nexus.yaml': 'project: { name: Clock }\naccess: { login: off }\nlog: { level: warn }\n',
        ...plant.files(),
      });
      lifetime.defer(() => folder.remove());
      const clock = lifetime.add(new FakedClock());
      const service = new ServiceProcess(folder.path, await freePort());
      lifetime.defer(async () => void (await service.kill()));
      await service.start({ env: clock.environment });
      await pause(2 + scale.quietS);
      const before = await serviceFigures(service);
      const fromUs = Date.now() * 1_000;
      const scenes = clockScenes(scale.sceneS, scale.moreSteps, randomFrom(seed));
      for (const scene of scenes) {
        say(`the clock: ${scene.what}`);
        play(clock, scene);
        await pause(scene.seconds);
      }
      const after = await serviceFigures(service);
      const toUs = Date.now() * 1_000;
      const { accepted } = await settledBalance(service);
      const found = await storedSamples(service, {
        servedUs: plant.servedUs,
        topicOf: (device, tag) => `kill/d${device}/t${tag}`,
        clock,
      });
      const polls = after.polls - before.polls;
      const slots = (scale.devices * (toUs - fromUs)) / (INTERVAL_MS * 1_000);
      atLeast(Math.floor(slots * LEAST_POLLS), polls, 'polls while the clock was set');
      atLeast(Math.floor(slots * LEAST_POLLS) * TAGS, found.stored, 'samples stored');
      const calm = lateness(plant.servedUs, fromUs - scale.quietS * 1e6, fromUs);
      const set = lateness(plant.servedUs, fromUs, toUs);
      return {
        evidence: [
          evidence(ROW, 'Polls skipped while the clock was set', 'polls', after.pollsSkipped - before.pollsSkipped, {
            atMost: Math.floor(slots * scale.skippedShare),
          }),
          none(ROW, 'Polls failed while the clock was set', 'polls', after.pollsFailed - before.pollsFailed),
          evidence(ROW, 'Worst poll while the clock was set, later than its period', 'ms', Math.max(...set), {
            atMost: scale.lateMs,
          }),
          evidence(
            ROW,
            'p99 of it, more than before the first step',
            'ms',
            percentile(set, 0.99) - percentile(calm, 0.99),
            ...(tier === 1 ? [] : [{ atMost: 5 }]),
          ),
          none(
            ROW,
            'Samples lost, doubled or overwritten in history',
            'samples',
            found.missing + found.doubled + found.foreign,
          ),
          none(ROW, 'Samples stored under a time that the clock did not show', 'samples', found.misdated),
          none(
            ROW,
            'Steps of the clock that were not told, or without a new epoch',
            'steps',
            untold(scenes, service.output),
          ),
        ],
        work: [
          `${scenes.map(({ what }) => what).join(', ')}; ${polls.toLocaleString('en')} polls meanwhile`,
          `${found.stored.toLocaleString('en')} samples found in history, of ${accepted.toLocaleString('en')} accepted points; the balance adds up`,
          `Polls late by p99 ${percentile(calm, 0.99).toFixed(1)} ms before and ${percentile(set, 0.99).toFixed(1)} ms while the clock was set; a stamp is off its clock by at most ${found.worstMs.toFixed(0)} ms`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/** By how much each poll of that time was later than its period, seen at the devices, ms. */
function lateness(servedUs: CountingPlant['servedUs'], fromUs: number, toUs: number): readonly number[] {
  return servedUs.flatMap(([first]) => {
    const times = first!.filter((us) => us >= fromUs && us < toUs);
    return times.slice(1).map((us, i) => Math.abs((us - times[i]!) / 1_000 - INTERVAL_MS));
  });
}

/** Steps without a line of their own in the service log, or that name the epoch before though they went back. */
function untold(scenes: readonly ClockScene[], output: string): number {
  const told = output
    .split('\n')
    .filter((line) => line.includes('the wall clock was set'))
    .map((line) => JSON.parse(line) as { readonly byMs: number; readonly epoch: number });
  const steps = scenes.filter(({ stepS }) => stepS !== 0);
  let epoch = 0;
  let wrong = Math.abs(told.length - steps.length);
  for (const [i, { stepS }] of steps.entries()) {
    const line = told[i];
    if (stepS < 0) epoch++;
    if (line && (Math.abs(line.byMs - stepS * 1_000) > 500 || line.epoch !== epoch)) wrong++;
  }
  return wrong;
}
