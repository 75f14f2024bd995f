import type { DriverPolicy } from '../../../src-main/drivers/driver.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { atLeast } from '../../benchmark.ts';
import { percentile } from '../../figure.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { CountedConnects } from './counted-connects.ts';
import { VanishPlant } from './vanish-plant.ts';

interface Scale {
  readonly staying: number;
  readonly vanishing: number;
  readonly awayMs: number;
  readonly standsMs: number;
  readonly backMs: number;
  /** p99 of the others; in tier 1 the machine may be busy with anything. */
  readonly lateMs: number;
  /** Shorter rests than those of the product, where there is little time. */
  readonly policy: Partial<DriverPolicy>;
}
const SCALE: Readonly<Record<number, Scale>> = {
  1: {
    staying: 10,
    vanishing: 40,
    awayMs: 8_000,
    standsMs: 4_000,
    backMs: 15_000,
    lateMs: 500,
    policy: { breakerOpenMs: 4_000, connectPatienceMs: 1_000 },
  },
  2: { staying: 50, vanishing: 200, awayMs: 90_000, standsMs: 10_000, backMs: 65_000, lateMs: 30, policy: {} },
};
const INTERVAL_MS = 1_000;
const CONNECT_MS = 30_000;
const OFFLINE_MS = 60_000;
const CALM_MS = 3_000;
const PENDING = 16;
/** Attempts in the time away: 1, 2, 4 … 30 s between them, and a few before the first rest. */
const ATTEMPTS = 12;
const ROW = 20;

/** Most devices of a plant vanish at once and come back: what the others see of it, and how hard the lost are tried. */
export const vanish: Campaign = {
  name: 'vanish',
  title: 'Most devices of a plant vanish, half by resets and half in silence, and come back',
  rows: [ROW],
  deadlineS: { 1: 90, 2: 400 },
  besideOthers: false,
  missing: () => undefined,
  async run({ tier, say }: CampaignRun): Promise<CampaignOutcome> {
    const { staying, vanishing, awayMs, standsMs, backMs, lateMs, policy } = SCALE[Math.min(tier, 2)]!;
    const lifetime = new Lifetime('vanish campaign');
    try {
      const connects = new CountedConnects(policy, standsMs);
      const plant = await VanishPlant.start({ staying, vanishing, intervalMs: INTERVAL_MS, connects }, lifetime);
      await plant.until(/connected|degraded/, staying + vanishing, CONNECT_MS);
      await systemClock.sleep(CALM_MS);
      const mostAtStart = connects.most;
      const before = plant.staying();
      connects.forget();
      plant.times.take();
      plant.notToldOnce('');
      const goneMs = performance.now();
      say(`${vanishing} of ${staying + vanishing} devices vanish`);
      await plant.vanish();
      await plant.until(/offline/, vanishing, OFFLINE_MS);
      await systemClock.sleep(awayMs);
      const [mostAway, attempts] = [connects.most, connects.mostOfOne];
      const slots = ((performance.now() - goneMs) / INTERVAL_MS) * staying;
      atLeast(Math.floor(slots * 0.9), plant.staying().polls - before.polls, 'polls of those that stay');
      const offlineUntold = plant.notToldOnce('device offline');
      say('they come back');
      connects.forget();
      await plant.comeBack();
      const backAfterMs = await plant.until(/connected|degraded/, staying + vanishing, backMs + 5_000);
      const after = plant.staying();
      const late = plant.times.take();
      return {
        evidence: [
          evidence(ROW, 'Lateness of the others’ polls, p99', 'ms', percentile(late, 0.99), { atMost: lateMs }),
          none(ROW, 'Polls of the others skipped', 'polls', after.skipped - before.skipped),
          none(ROW, 'Polls of the others failed', 'polls', after.failed - before.failed),
          evidence(ROW, 'Connects pending at once', 'connects', Math.max(mostAtStart, mostAway, connects.most), {
            atMost: PENDING,
          }),
          evidence(ROW, 'Connects to the device that was tried most while away', 'connects', attempts, {
            atMost: ATTEMPTS,
          }),
          evidence(ROW, 'Connects in a second when they come back', 'connects', connects.mostInASecond, {
            atMost: PENDING,
          }),
          evidence(ROW, 'All of them are polled again', 's', backAfterMs / 1_000, { atMost: backMs / 1_000 }),
          none(
            ROW,
            'Devices that were not told as lost and as back by one line each',
            'devices',
            offlineUntold + plant.notToldOnce('device connected'),
          ),
        ],
        work: [
          `${staying} devices stayed and were polled ${(after.polls - before.polls).toLocaleString('en')} times while ${vanishing} were away for ${Math.round((performance.now() - goneMs) / 1_000)} s`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
