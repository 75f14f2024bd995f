import { METRICS } from '../src-main/diagnostics/metrics.ts';

/** docs/metrics.md: every figure of `/metrics`, from the table that serves them. */
export function metricsPage(): string {
  const sections = Object.entries(METRICS).map(([title, metrics]) => {
    const rows = metrics.map(({ name, kind, labels, help }) => {
      const shown = labels.length === 0 ? '' : labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${kind} | ${shown} | ${help} |`;
    });
    return `## ${title}\n\n| name | kind | labels | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Metrics\n\nPrometheus text at \`/metrics\`. What cannot be told is left out, never told as 0. How to use them: [operations.md](operations.md).\n\n${sections.join('\n')}`;
}
