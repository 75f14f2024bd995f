import { gateText, isMet, spreadText } from '../figure.ts';
import type { Machine } from '../machine.ts';
import type { Evidence } from './campaign.ts';
import type { Tier } from './tier.ts';

/** What became of one campaign. */
export interface CampaignResult {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly number[];
  readonly seconds: number;
  readonly evidence: readonly Evidence[];
  readonly work: readonly string[];
  /** Why it has no figures: it cannot run here, or it failed. */
  readonly skipped?: string;
  readonly failed?: string;
}

/** All that one run of a tier found; the file that `npm run faults` writes. */
export interface TierReport {
  readonly tier: Tier;
  readonly seed: number;
  readonly machine: Machine;
  readonly seconds: number;
  readonly results: readonly CampaignResult[];
}

/** One of several runs after each other, each with its own seed. */
export interface RunSummary {
  readonly seed: number;
  readonly seconds: number;
  readonly green: boolean;
}

export const isKept = ({ gate, ours }: Evidence): boolean => gate === undefined || isMet(gate, ours);

/** Whether all ran and every figure kept to its limit. */
export const isGreen = ({ results }: Pick<TierReport, 'results'>): boolean =>
  results.length > 0 &&
  results.every(
    ({ skipped, failed, evidence }) => skipped === undefined && failed === undefined && evidence.every(isKept),
  );

/** One line of the table: row, property, figure, limit, pass. */
export type TableLine = readonly [row: string, property: string, figure: string, limit: string, pass: string];

export function tableOf(results: readonly CampaignResult[]): TableLine[] {
  const lines = results.flatMap((result): TableLine[] => {
    const why = result.failed ?? result.skipped;
    if (why !== undefined) {
      const verdict = result.failed === undefined ? 'not run' : 'FAILED';
      return [[result.rows.join(', '), result.title, why, '', verdict]];
    }
    return result.evidence.map((each) => [
      String(each.row),
      each.name,
      `${spreadText(each.ours)} ${each.unit}`,
      each.gate === undefined ? '' : `${gateText(each.gate)} ${each.unit}`,
      each.gate === undefined ? '' : isKept(each) ? 'pass' : 'MISSED',
    ]);
  });
  return lines.toSorted(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}
