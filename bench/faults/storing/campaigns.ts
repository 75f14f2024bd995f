import type { Campaign } from '../campaign.ts';
import { kills } from './kills.ts';

export const STORING_CAMPAIGNS: readonly Campaign[] = [kills];
