import { parseArgs } from 'node:util';
import type { Size } from './benchmark.ts';

export interface CommandLine {
  /** Empty: all. */
  readonly names: readonly string[];
  readonly size: Size;
  readonly minutes: number | undefined;
  /** A missed gate, and a benchmark that cannot run here, end with exit code 1. */
  readonly gate: boolean;
  readonly json: string | undefined;
  /** Writes the table of docs/benchmarks.md. */
  readonly markdown: boolean;
}

export const USAGE = `npm run bench -- [NAME …] [--long | --tiny] [--minutes N] [--gate] [--json FILE] [--markdown]
  NAME        one or some of the benchmarks; all unless given
  --long      figures that may be quoted; --tiny: only shows that the benchmarks work
  --minutes   how long kill-loop goes on, and how long the broker of outage is away
  --gate      exit code 1 when a gate is missed or a benchmark cannot run here
  --json      writes the results to a file, for example bench/results/today.json
  --markdown  writes the results into docs/benchmarks.md`;

/** @throws TypeError for options that do not exist, RangeError for a number that is none. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      long: { type: 'boolean', default: false },
      tiny: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      gate: { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'boolean', default: false },
    },
  });
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (minutes !== undefined && !(minutes > 0))
    throw new RangeError(`--minutes ${values.minutes} is not a number above 0`);
  return {
    names: positionals,
    size: values.long ? 'long' : values.tiny ? 'tiny' : 'short',
    minutes,
    gate: values.gate,
    json: values.json,
    markdown: values.markdown,
  };
}
