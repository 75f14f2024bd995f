import type { Campaign } from '../campaign.ts';

export const FUZZ_CAMPAIGNS: readonly Campaign[] = [];
