import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** What a test came to, where it is worth a line after all steps: it failed, or passed at its second try. */
export interface Outcome {
  readonly kind: 'failed' | 'flaky';
  readonly test: string;
  /** The first line of what it said. */
  readonly reason: string;
}

const PATH_VARIABLE = 'NEXUS_TEST_OUTCOMES';

/** In CI so many tests against real peers may need a second try: the machine is shared. More is a fault of ours. */
export const FLAKY_ALLOWED = 5;

/** Lets the reporters of the steps that follow write to `path`. */
export function collectOutcomes(path: string): void {
  writeFileSync(path, '');
  process.env[PATH_VARIABLE] = path;
}

/** For the reporters: one line of JSON a test. Without `collectOutcomes` before it nothing is kept. */
export function noteOutcome({ kind, test, reason }: Outcome): void {
  const path = process.env[PATH_VARIABLE];
  const firstLine =
    stripVTControlCharacters(reason)
      .split('\n')
      .find((line) => line.trim() !== '') ?? '';
  if (path) appendFileSync(path, `${JSON.stringify({ kind, test, reason: firstLine.trim().slice(0, 300) })}\n`);
}

/** What the steps noted, in order. */
export function readOutcomes(path: string): Outcome[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Outcome);
}
