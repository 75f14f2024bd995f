import type { Campaign } from '../campaign.ts';

export const CRASH_CAMPAIGNS: readonly Campaign[] = [];
