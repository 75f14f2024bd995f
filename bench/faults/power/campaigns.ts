import type { Campaign } from '../campaign.ts';
import { powerCuts } from './power-cuts.ts';

export const POWER_CAMPAIGNS: readonly Campaign[] = [powerCuts];
