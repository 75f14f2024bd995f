import { existsSync, readFileSync } from 'node:fs';
import { type TierReport, tableOf } from '../bench/faults/campaign-result.ts';
import type { Outcome } from './test-outcome.ts';

/** The rows of a tier that were not kept, or not looked at; none where it never came to a report. */
export function missedFaults(report: string, tier: number): Outcome[] {
  if (!existsSync(report)) return [];
  const { results } = JSON.parse(readFileSync(report, 'utf8')) as TierReport;
  return tableOf(results)
    .filter(([, , , , pass]) => pass !== '' && pass !== 'pass')
    .map(([row, property, figure, limit, pass]) => ({
      kind: 'failed',
      test: `faults, tier ${tier}, row ${row} › ${property}`,
      reason: `${pass}: ${(figure.split('\n')[0] ?? '').trim()}${limit === '' ? '' : `, promised ${limit}`}`,
    }));
}
