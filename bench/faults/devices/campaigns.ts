import type { Campaign } from '../campaign.ts';

export const DEVICES_CAMPAIGNS: readonly Campaign[] = [];
