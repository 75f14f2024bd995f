import type { Campaign } from '../campaign.ts';

export const BUFFERS_CAMPAIGNS: readonly Campaign[] = [];
