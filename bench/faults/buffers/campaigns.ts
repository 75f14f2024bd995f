import type { Campaign } from '../campaign.ts';
import { bufferBudget } from './buffer-budget.ts';
import { damagedLog } from './damaged-log.ts';
import { fullDisk } from './full-disk.ts';
import { powerCutSim } from './power-cut-sim.ts';

export const BUFFERS_CAMPAIGNS: readonly Campaign[] = [powerCutSim, damagedLog, bufferBudget, fullDisk];
