import { BUFFERS_CAMPAIGNS } from './buffers/campaigns.ts';
import type { Campaign } from './campaign.ts';
import { CRASH_CAMPAIGNS } from './crash/campaigns.ts';
import { DEVICES_CAMPAIGNS } from './devices/campaigns.ts';
import { FUZZ_CAMPAIGNS } from './fuzz/campaigns.ts';
import { MUTATION_CAMPAIGNS } from './mutation/campaigns.ts';
import { POWER_CAMPAIGNS } from './power/campaigns.ts';
import { SECURITY_CAMPAIGNS } from './security/campaigns.ts';
import { STORING_CAMPAIGNS } from './storing/campaigns.ts';
import { WRITES_CAMPAIGNS } from './writes/campaigns.ts';

/** In the order in which they run. */
export const CAMPAIGNS: readonly Campaign[] = [
  ...FUZZ_CAMPAIGNS,
  ...BUFFERS_CAMPAIGNS,
  ...CRASH_CAMPAIGNS,
  ...POWER_CAMPAIGNS,
  ...STORING_CAMPAIGNS,
  ...DEVICES_CAMPAIGNS,
  ...WRITES_CAMPAIGNS,
  ...SECURITY_CAMPAIGNS,
  ...MUTATION_CAMPAIGNS,
];
