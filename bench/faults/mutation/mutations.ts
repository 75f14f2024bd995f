import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, type Evidence, none } from '../campaign.ts';
import { isKept, type TierReport } from '../campaign-result.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What a campaign needs of the sources. */
const COPIED = ['package.json', 'src-main', 'src-shared', 'bench', 'scripts', 'resources', 'tsconfig.base.json'];
/** A broken product may also hang; a red campaign has said so long before. */
const DEADLINE_MS = 300_000;

/** Breaks the product in a copy of its sources and sees whether the campaigns say so: a harness that cannot fail proves nothing. */
export const mutations: Campaign = {
  name: 'mutations',
  title: 'The product is broken on purpose, and the campaign of that promise turns red',
  rows: [...new Set(MUTANTS.map(({ row }) => row))],
  deadlineS: { 2: 1_200, 3: 1_200 },
  besideOthers: true,
  missing: () => undefined,
  run,
};

async function run({ seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const evidence: Evidence[] = [];
  const work: string[] = [];
  for (const mutant of MUTANTS) {
    say(`${mutant.name}: ${mutant.does}`);
    const { red, why } = await turnsRed(mutant, seed);
    evidence.push(none(mutant.row, `Unseen: ${mutant.does}`, 'faults', red ? 0 : 1));
    work.push(`${mutant.name}: ${why}`);
  }
  atLeast(MUTANTS.length, work.length, 'mutants tried');
  return { evidence, work };
}

/** Red means: the campaign ran, and a figure of the row was missed; what failed in another way shows nothing. */
async function turnsRed(mutant: Mutant, seed: number): Promise<{ readonly red: boolean; readonly why: string }> {
  const copy = mkdtempSync(join(tmpdir(), 'nexus-mutant-'));
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const file = join(copy, mutant.file);
    writeFileSync(file, mutated(readFileSync(file, 'utf8'), mutant));
    const report = join(copy, 'report.json');
    const { campaign, tier } = mutant;
    await ended(copy, [
      'bench/faults/run.ts',
      campaign,
      '--tier',
      String(tier),
      '--seed',
      String(seed),
      '--report',
      report,
    ]);
    return verdict(JSON.parse(readFileSync(report, 'utf8')) as TierReport, mutant);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function mutated(source: string, { name, file, edits }: Mutant): string {
  return edits.reduce((text, [find, replace]) => {
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`${name}: “${find}” stands ${parts.length - 1} times in ${file}`);
    return parts.join(replace);
  }, source);
}

function verdict({ results }: TierReport, { campaign, row }: Mutant): { readonly red: boolean; readonly why: string } {
  const result = results.find(({ name }) => name === campaign);
  const why = result?.failed ?? result?.skipped;
  if (why !== undefined) return { red: false, why: `${campaign} gave no figures: ${why}` };
  const missed = result?.evidence.filter((each) => each.row === row && !isKept(each)) ?? [];
  if (missed.length === 0) return { red: false, why: `${campaign} stayed green` };
  return { red: true, why: missed.map(({ name, ours, unit }) => `${name}: ${ours.median} ${unit}`).join('; ') };
}

/** Runs Node in a process group of its own until it has ended. */
function ended(folder: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore', detached: true });
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), DEADLINE_MS);
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(deadline);
      resolve();
    });
  });
}
