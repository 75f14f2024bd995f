import type { Campaign } from '../campaign.ts';
import { clockSteps } from './clock-steps.ts';
import { halfOpen } from './half-open.ts';
import { lateness } from './lateness.ts';
import { soak } from './soak.ts';
import { vanish } from './vanish.ts';

export const DEVICES_CAMPAIGNS: readonly Campaign[] = [clockSteps, vanish, halfOpen, lateness, soak];
