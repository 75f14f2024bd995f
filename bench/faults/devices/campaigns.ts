import type { Campaign } from '../campaign.ts';
import { clockSteps } from './clock-steps.ts';

export const DEVICES_CAMPAIGNS: readonly Campaign[] = [clockSteps];
