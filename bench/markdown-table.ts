import { readFileSync, writeFileSync } from 'node:fs';
import { type Figure, gateText, isMet, spreadText } from './figure.ts';
import { machineText } from './machine.ts';
import type { Report, Results } from './report.ts';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const marker = (name: string, edge: 'begin' | 'end'): string =>
  `<!-- ${edge} ${name}: written by bench/run.ts --markdown -->`;

/** The lines of one figure: the absolute one, then one for each yardstick. */
function rows({ name, unit, ours, gate, comparisons }: Figure): string[] {
  const absolute = gate ? `${gateText(gate)} ${unit}` : '';
  const missed = gate && !isMet(gate, ours) ? ' **MISSED**' : '';
  return [
    `| ${name} | ${absolute} | ${spreadText(ours)} ${unit}${missed} | |`,
    ...comparisons.map(({ with: who, theirs, ratio, gate: ratioGate }) => {
      const limit = ratioGate ? `${gateText(ratioGate)} ×` : '';
      const miss = ratioGate && !isMet(ratioGate, ratio) ? ' **MISSED**' : '';
      return `| … beside ${who} | ${limit} | ${spreadText(theirs)} ${unit} | ${spreadText(ratio)} ×${miss} |`;
    }),
  ];
}

/** The section of one benchmark: figure, gate, measured, ratio. */
export function section(report: Report, results: Results): string {
  const where = `${machineText(results.machine)}; size ${results.size}.`;
  const why = report.skipped ?? report.failed;
  if (why !== undefined) return `${where}\n\nNot measured: ${why}`;
  return [
    where,
    '',
    '| figure | gate | measured | ours / theirs |',
    '| --- | --- | --- | --- |',
    ...report.figures.flatMap(rows),
    '',
    ...report.work.map((sentence) => `${sentence}.`),
  ].join('\n');
}

/** Puts the results between the markers of their benchmarks; what was not measured now stays. */
export function writeSections(results: Results): void {
  let page = readFileSync(PAGE, 'utf8');
  for (const report of results.reports) {
    const begin = page.indexOf(marker(report.name, 'begin'));
    const end = page.indexOf(marker(report.name, 'end'));
    if (begin < 0 || end < begin)
      throw new Error(`docs/benchmarks.md has no place for ${report.name}: its two markers are missing`);
    page = `${page.slice(0, begin + marker(report.name, 'begin').length)}\n${section(report, results)}\n${page.slice(end)}`;
  }
  writeFileSync(PAGE, page);
}
