/* `npm run faults -- --tier N`: breaks what can be broken, counts every point, prints what was promised beside what was seen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { machineText, thisMachine } from '../machine.ts';
import type { Campaign } from './campaign.ts';
import { runCampaign } from './campaign-process.ts';
import { type CampaignResult, isGreen, type RunSummary, type TierReport, tableOf } from './campaign-result.ts';
import { CAMPAIGNS } from './campaigns.ts';
import { TIER_SECONDS, type Tier, tierOf } from './tier.ts';

const USAGE = `npm run faults -- [NAME …] --tier 0|1|2|3 [--seed N] [--times N] [--report FILE] [--record] [--list]
  NAME      one or some of the campaigns; all of the tier unless given
  --tier    0 within 90 s, 1 within 8 min, 2 within 90 min, 3 within 10 h
  --seed    repeats a run; the seed of a run is printed first
  --times   again and again, each time with another seed; red when one of them was
  --report  where the figures go; bench/results/faults-tier-N.json unless given
  --record  keeps them as the last figures that docs/guarantees.md shows
  --list    names the campaigns of the tier`;

interface Asked {
  readonly tier: Tier;
  readonly seed: number;
  readonly times: number;
  readonly report: string;
  readonly record: boolean;
  readonly list: boolean;
  readonly campaigns: readonly Campaign[];
}

/** @throws Error that says what is wrong with the command line. */
function asked(args: readonly string[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: '0' },
      seed: { type: 'string' },
      times: { type: 'string', default: '1' },
      report: { type: 'string' },
      record: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const tier = tierOf(values.tier);
  const ofTier = CAMPAIGNS.filter(({ deadlineS }) => deadlineS[tier] !== undefined);
  const unknown = positionals.find((name) => !ofTier.some((campaign) => campaign.name === name));
  if (unknown !== undefined)
    throw new RangeError(`Tier ${tier} has no “${unknown}”, only ${ofTier.map(({ name }) => name).join(', ')}`);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`--seed ${values.seed} is no whole number`);
  const times = Number(values.times);
  if (!(Number.isSafeInteger(times) && times > 0)) throw new RangeError(`--times ${values.times} is no number above 0`);
  return {
    tier,
    seed,
    times,
    report: values.report ?? `bench/results/faults-tier-${tier}.json`,
    record: values.record,
    list: values.list,
    campaigns: positionals.length === 0 ? ofTier : ofTier.filter(({ name }) => positionals.includes(name)),
  };
}

/** Those that bear company run two at once, then each of the others alone. */
async function runAll({ campaigns, tier }: Asked, seed: number): Promise<CampaignResult[]> {
  const results: CampaignResult[] = [];
  const take = async (queue: Campaign[]): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      console.log(`${next.name} · ${next.title}`);
      const result = await runCampaign(next, tier, seed);
      console.log(`${next.name}: ${result.failed ?? result.skipped ?? 'done'}, ${result.seconds} s`);
      for (const sentence of result.work) console.log(`  ${sentence}`);
      results.push(result);
    }
  };
  // The longest first, so that both lanes end at about the same time.
  const beside = campaigns
    .filter(({ besideOthers }) => besideOthers)
    .toSorted((a, b) => b.deadlineS[tier]! - a.deadlineS[tier]!);
  await Promise.all([take(beside), take(beside)]);
  await take(campaigns.filter(({ besideOthers }) => !besideOthers));
  return results;
}

function write(file: string, report: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let line: Asked;
  try {
    line = asked(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (line.list) {
    for (const { name, title, rows } of line.campaigns) console.log(`${name} · ${title} (rows ${rows.join(', ')})`);
    return 0;
  }
  const runs: RunSummary[] = [];
  for (let time = 0; time < line.times; time++) {
    runs.push(await oneRun(line, line.seed + time));
    if (line.times === 1) continue;
    console.log(`\n${runs.filter(({ green }) => green).length} of ${runs.length} runs were green`);
    // After each: an hour of runs is not lost with the last of them.
    if (line.record) write(`bench/faults/recorded/tier-${line.tier}-again.json`, { machine: thisMachine(), runs });
  }
  return runs.every(({ green }) => green) ? 0 : 1;
}

async function oneRun(line: Asked, seed: number): Promise<RunSummary> {
  const { tier } = line;
  const machine = thisMachine();
  console.log(`Faults, tier ${tier}, seed ${seed}; ${machineText(machine)}`);
  const began = performance.now();
  const results = await runAll(line, seed);
  const seconds = Math.round((performance.now() - began) / 1_000);
  const report: TierReport = { tier, seed, machine, seconds, results };
  console.log('\nrow | property | figure | limit | pass');
  for (const cells of tableOf(results)) console.log(cells.join(' | '));
  write(line.report, report);
  if (line.record) write(`bench/faults/recorded/tier-${tier}.json`, report);
  const late = seconds > TIER_SECONDS[tier] ? `, more than the ${TIER_SECONDS[tier]} s of this tier` : '';
  const green = isGreen(report) && late === '';
  console.log(
    `\n${green ? 'Kept' : 'NOT KEPT'}: tier ${tier}, seed ${seed}, ${seconds} s${late}; figures in ${line.report}`,
  );
  return { seed, seconds, green };
}

process.exit(await main(process.argv.slice(2)));
