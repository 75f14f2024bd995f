import type { Campaign } from '../campaign.ts';
import { tampering } from './tampering.ts';

export const SECURITY_CAMPAIGNS: readonly Campaign[] = [tampering];
