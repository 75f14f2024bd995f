import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { CountingPlant } from '../../../src-main/testing/counting-plant.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import { atLeast } from '../../benchmark.ts';
import { settledBalance } from '../../service-figures.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { AcknowledgedEdits } from './acknowledged-edits.ts';
import { type CutReport, cutPower, type NamesKept, readNames } from './power-cut.ts';
import { PublishedValues } from './published-values.ts';

const SOURCE = fileURLToPath(new URL('disk-witness.c', import.meta.url));
const PLANT = { devices: 5, tags: 20, intervalMs: 100 };
const CUTS: Readonly<Record<Tier, number>> = { 0: 0, 1: 5, 2: 60, 3: 400 };
/** A life has published so many samples, and goes on for up to so long. */
const SAMPLES_A_LIFE = 200;
const LONGEST_LIFE_MS = 2_000;
const FAULTS_SHOWN = 5;

/**
 * The power goes away under the real service: what it had not synced is lost or torn, and it starts on what is left. As on
 * LazyFS, without a file system of its own: a witness inside the process knows what was synced when.
 */
export const powerCuts: Campaign = {
  name: 'power-cuts',
  title: 'The power goes away under the real service, its unsynced bytes lost or torn',
  rows: [2],
  deadlineS: { 1: 120, 2: 900, 3: 5_400 },
  besideOthers: true,
  missing: () =>
    process.platform !== 'linux'
      ? 'the witness of the disk is for Linux'
      : spawnSync('gcc', ['--version']).status === 0
        ? undefined
        : 'gcc is not there: install gcc and libc6-dev',
  run,
};

async function run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const random = randomFrom(seed);
  const lifetime = new Lifetime('power cuts');
  try {
    const scratch = mkdtempSync(join(tmpdir(), 'nexus-power-'));
    lifetime.defer(() => rmSync(scratch, { recursive: true, force: true }));
    const witness = join(scratch, 'disk-witness.so');
    execFileSync('gcc', ['-O2', '-Wall', '-shared', '-fPIC', '-o', witness, SOURCE, '-ldl', '-lpthread']);
    const plant = lifetime.add(await CountingPlant.start(PLANT));
    const [port, brokerPort] = [await freePort(), await freePort()];
    const published = lifetime.add(await PublishedValues.start(brokerPort));
    const folder = await givenProjectFolder({
      'nexus.yaml': `project: { name: Power cuts }\naccess: { login: off }\nlog: { level: error }\nmqtt: { enabled: true, url: "mqtt://127.0.0.1:${brokerPort}" }\n`,
      ...plant.files(),
    });
    lifetime.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, port);
    lifetime.defer(async () => void (await service.kill()));
    const edits = new AcknowledgedEdits(service);
    const cuts: CutReport[] = [];
    for (let cut = 0; cut < CUTS[tier]; cut++) {
      const before = readNames(folder.path);
      const journal = join(scratch, `journal-${cut}`);
      const env = { LD_PRELOAD: witness, POWER_ROOT: folder.path, POWER_JOURNAL: journal };
      await service.start({ env, deadlineMs: 60_000 });
      await edits.look();
      await published.more(SAMPLES_A_LIFE);
      const editing = edits.untilGone();
      await systemClock.sleep(random(LONGEST_LIFE_MS));
      if (!(await service.kill())) throw new Error(`The service had ended before cut ${cut}:\n${service.output}`);
      await editing;
      const rule: NamesKept = random(2) === 0 ? 'journaled' : 'strict';
      const report = cutPower(folder.path, before, journal, rule, random);
      say(`cut ${cut}, names ${rule}: ${report.unsynced} writes and ${report.names} names were not synced`);
      cuts.push(report);
      rmSync(journal);
    }
    await service.start({ deadlineMs: 60_000 });
    await edits.look();
    const had = published.samples();
    await systemClock.sleep(1_000);
    const { stored, missing, faults, seen } = await plant.check(service);
    const { accepted } = await settledBalance(service);
    const lost = had.filter((sample) => !seen.has(sample));
    atLeast(CUTS[tier], cuts.length, 'cuts');
    atLeast(
      CUTS[tier],
      cuts.reduce((sum, { unsynced }) => sum + unsynced, 0),
      'unsynced writes that the cuts hit',
    );
    atLeast(CUTS[tier], edits.acknowledged, 'acknowledged changes');
    atLeast(CUTS[tier] * SAMPLES_A_LIFE, had.length, 'published samples');
    return {
      evidence: [
        none(2, 'Samples doubled, mixed up or missing outside of gaps after power cuts', 'samples', faults.length),
        none(2, 'Samples that a subscriber had and the history lost', 'samples', lost.length),
        none(2, 'Acknowledged changes of the configuration that were lost or torn', 'changes', edits.faults.length),
        none(2, 'Starts after a power cut that needed somebody', 'starts', CUTS[tier] - cuts.length),
        evidence(2, 'Samples lost with a power cut, inside its gap', 'samples', missing / cuts.length),
      ],
      work: [
        `${cuts.length} power cuts, each with ${average(cuts, 'unsynced')} unsynced writes and ${average(cuts, 'names')} unsynced names`,
        `${stored} samples stored, ${accepted} points accepted, ${had.length} samples seen by a subscriber before, ${edits.acknowledged} changes acknowledged`,
        ...[...faults, ...lost, ...edits.faults].slice(0, FAULTS_SHOWN),
      ],
    };
  } finally {
    await lifetime.dispose();
  }
}

const average = (cuts: readonly CutReport[], key: 'unsynced' | 'names'): number =>
  Math.round((cuts.reduce((sum, cut) => sum + cut[key], 0) / cuts.length) * 10) / 10;
