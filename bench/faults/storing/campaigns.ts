import type { Campaign } from '../campaign.ts';

export const STORING_CAMPAIGNS: readonly Campaign[] = [];
