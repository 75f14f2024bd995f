import type { Campaign } from '../campaign.ts';
import { auditPace } from './audit-pace.ts';
import { canaries } from './canaries.ts';
import { hostileNetwork } from './hostile-network.ts';
import { tampering } from './tampering.ts';

export const SECURITY_CAMPAIGNS: readonly Campaign[] = [tampering, canaries, hostileNetwork, auditPace];
