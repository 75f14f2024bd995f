import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Campaign, CampaignOutcome } from './campaign.ts';
import type { CampaignResult } from './campaign-result.ts';
import type { Tier } from './tier.ts';

const PROGRAM = fileURLToPath(new URL('run-campaign.ts', import.meta.url));
type Answer = CampaignOutcome | { readonly failed: string };

/** Runs a campaign in a process group of its own, which is killed when its deadline has passed. Never throws. */
export async function runCampaign(campaign: Campaign, tier: Tier, seed: number): Promise<CampaignResult> {
  const { name, title, rows } = campaign;
  const about = { name, title, rows, evidence: [], work: [] };
  const skipped = campaign.missing();
  if (skipped !== undefined) return { ...about, seconds: 0, skipped };
  const began = performance.now();
  const answer = await answerOf(campaign, tier, seed);
  return { ...about, seconds: Math.round((performance.now() - began) / 100) / 10, ...answer };
}

function answerOf({ name, deadlineS }: Campaign, tier: Tier, seed: number): Promise<Answer> {
  const seconds = deadlineS[tier]!;
  const child = fork(PROGRAM, [name, String(tier), String(seed)], {
    detached: true,
    serialization: 'advanced',
    execArgv: ['--expose-gc', '--no-memory-protection-keys'],
  });
  const killGroup = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has ended, and all that it started.
    }
  };
  return new Promise((resolve) => {
    let answer: Answer = { failed: 'it ended without an answer' };
    const deadline = setTimeout(() => {
      answer = { failed: `not done after ${seconds} s` };
      killGroup();
    }, seconds * 1_000);
    child.on('message', (message) => (answer = message as Answer));
    child.on('exit', (code, signal) => {
      clearTimeout(deadline);
      // What it left behind must not disturb the next one.
      killGroup();
      const ended = signal ?? `exit code ${code}`;
      if ('failed' in answer) resolve({ failed: `${answer.failed} (${ended})` });
      else resolve(code === 0 ? answer : { failed: `it gave its figures and ended with ${ended}` });
    });
  });
}
