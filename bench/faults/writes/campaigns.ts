import type { Campaign } from '../campaign.ts';
import { burstOfCommands } from './burst-of-commands.ts';
import { doubles } from './doubles.ts';
import { lateCommands } from './late-commands.ts';
import { lostReplies } from './lost-replies.ts';

export const WRITES_CAMPAIGNS: readonly Campaign[] = [doubles, lateCommands, lostReplies, burstOfCommands];
