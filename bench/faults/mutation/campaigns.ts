import type { Campaign } from '../campaign.ts';
import { mutations } from './mutations.ts';

export const MUTATION_CAMPAIGNS: readonly Campaign[] = [mutations];
