import type { Campaign } from '../campaign.ts';
import { doubles } from './doubles.ts';

export const WRITES_CAMPAIGNS: readonly Campaign[] = [doubles];
