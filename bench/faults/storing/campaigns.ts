import type { Campaign } from '../campaign.ts';
import { brokerOutage } from './broker-outage.ts';
import { commitCuts } from './commit-cuts.ts';
import { databaseOutage } from './database-outage.ts';
import { kills } from './kills.ts';
import { quarantine } from './quarantine.ts';
import { slowSinks } from './slow-sinks.ts';

export const STORING_CAMPAIGNS: readonly Campaign[] = [
  commitCuts,
  quarantine,
  kills,
  brokerOutage,
  databaseOutage,
  slowSinks,
];
