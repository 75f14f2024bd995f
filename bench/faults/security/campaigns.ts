import type { Campaign } from '../campaign.ts';

export const SECURITY_CAMPAIGNS: readonly Campaign[] = [];
