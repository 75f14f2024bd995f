import type { Campaign } from '../campaign.ts';
import { crashPoints } from './crash-points.ts';

export const CRASH_CAMPAIGNS: readonly Campaign[] = [crashPoints];
