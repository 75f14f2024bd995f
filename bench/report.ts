import type { Size } from './benchmark.ts';
import { type Figure, type Gate, gateText, isMet, misses, type Spread, spreadText } from './figure.ts';
import type { Machine } from './machine.ts';

/** What became of one benchmark. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly work: readonly string[];
  /** Why there are no figures: it cannot run here, or it failed. */
  readonly skipped?: string;
  readonly failed?: string;
}

/** All that one call measured. */
export interface Results {
  readonly machine: Machine;
  readonly size: Size;
  readonly reports: readonly Report[];
}

export const missesOf = ({ figures }: Report): string[] => figures.flatMap(misses);

/** Whether every benchmark ran and kept to its gates. */
export const isClean = (report: Report): boolean =>
  report.skipped === undefined && report.failed === undefined && missesOf(report).length === 0;

const verdict = (gate: Gate | undefined, of: Spread): string =>
  gate === undefined ? '' : `   gate ${gateText(gate)}: ${isMet(gate, of) ? 'met' : 'MISSED'}`;

/** What a person reads: each figure with its yardsticks below it. */
export function reportText(report: Report): string {
  const lines = [`\n${report.name} · ${report.title}`];
  if (report.skipped !== undefined) lines.push(`  SKIPPED: ${report.skipped}`);
  if (report.failed !== undefined) lines.push(`  FAILED: ${report.failed}`);
  for (const { name, unit, ours, gate, comparisons } of report.figures) {
    lines.push(`  ${name}: ${spreadText(ours)} ${unit}${verdict(gate, ours)}`);
    for (const { with: who, theirs, ratio, gate: ratioGate } of comparisons)
      lines.push(
        `      ${who}: ${spreadText(theirs)} ${unit}; ours / theirs ${spreadText(ratio)}${verdict(ratioGate, ratio)}`,
      );
  }
  for (const sentence of report.work) lines.push(`  ${sentence}.`);
  return lines.join('\n');
}
