import type { Campaign } from '../campaign.ts';

export const WRITES_CAMPAIGNS: readonly Campaign[] = [];
