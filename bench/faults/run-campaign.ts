/* One campaign in a process of its own, started by run.ts: a crash or a hang of it ends nothing else. */
import { CAMPAIGNS } from './campaigns.ts';
import { tierOf } from './tier.ts';

const [name, tier, seed] = process.argv.slice(2);
const campaign = CAMPAIGNS.find((each) => each.name === name)!;
const say = (text: string): void => void process.stderr.write(`${campaign.name}: ${text}\n`);
const answer = (message: unknown, code: number): void =>
  void (process.send?.(message, () => process.exit(code)) ?? process.exit(code));
try {
  answer(await campaign.run({ tier: tierOf(tier!), seed: Number(seed), say }), 0);
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  answer({ failed: text }, 1);
}
