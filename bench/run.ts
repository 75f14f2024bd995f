/* `npm run bench`: runs benchmarks one after another and prints their figures beside those of their yardsticks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { type CommandLine, parseCommandLine, USAGE } from './command-line.ts';
import { machineText, thisMachine } from './machine.ts';
import { writeSections } from './markdown-table.ts';
import { isClean, missesOf, type Report, type Results, reportText } from './report.ts';

async function measure(benchmark: Benchmark, { size, minutes }: CommandLine): Promise<Report> {
  const { name, title } = benchmark;
  const nothing = { name, title, figures: [], work: [] };
  const skipped = benchmark.missing();
  if (skipped !== undefined) return { ...nothing, skipped };
  try {
    const say = (text: string): void => void process.stderr.write(`${name}: ${text}\n`);
    return { name, title, ...(await benchmark.run({ size, minutes, say })) };
  } catch (error) {
    return { ...nothing, failed: error instanceof Error ? error.message : String(error) };
  }
}

/** @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let line: CommandLine;
  try {
    line = parseCommandLine(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const unknown = line.names.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    console.error(
      `There is no benchmark “${unknown}”, only ${BENCHMARKS.map(({ name }) => name).join(', ')}.\n\n${USAGE}`,
    );
    return 2;
  }
  const machine = thisMachine();
  console.log(`${machineText(machine)}; size ${line.size}; median (smallest…largest)`);
  const reports: Report[] = [];
  for (const benchmark of BENCHMARKS) {
    if (line.names.length > 0 && !line.names.includes(benchmark.name)) continue;
    const report = await measure(benchmark, line);
    console.log(reportText(report));
    reports.push(report);
  }
  const results: Results = { machine, size: line.size, reports };
  if (line.json !== undefined) {
    mkdirSync(dirname(line.json), { recursive: true });
    writeFileSync(line.json, `${JSON.stringify(results, undefined, 2)}\n`);
  }
  if (line.markdown) writeSections(results);
  const missed = reports.flatMap((report) => missesOf(report).map((text) => `${report.name}: ${text}`));
  console.log(missed.length === 0 ? '\nNo gate was missed.' : `\nMISSED\n  ${missed.join('\n  ')}`);
  const without = reports.filter(({ skipped, failed }) => skipped !== undefined || failed !== undefined);
  if (without.length > 0) console.log(`Without figures: ${without.map(({ name }) => name).join(', ')}.`);
  const hasFailed = reports.some(({ failed }) => failed !== undefined);
  return hasFailed || (line.gate && !reports.every(isClean)) ? 1 : 0;
}

// Not by exitCode alone: a benchmark that failed may leave sockets and timers open.
process.exit(await main(process.argv.slice(2)));
