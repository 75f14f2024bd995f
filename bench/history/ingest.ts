import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, type Gate } from '../figure.ts';
import { perMillion } from '../meter.ts';
import { inTurn } from '../turns.ts';
import type { IngestOrder, IngestWork } from './ingest-order.ts';
import type { PointSource } from './point-source.ts';

const DEADLINE_MS = 600_000;
export const PLAIN_TABLE = 'a plain table of node:sqlite';

export interface IngestRuns {
  readonly ours: readonly IngestWork[];
  readonly plain: readonly IngestWork[];
  /** Of the last round, with the stores in them. */
  readonly folders: { readonly ours: string; readonly plain: string };
}

/**
 * Lets log and historian, and a plain table, take the same points in turn.
 *
 * @param keep gets every folder that is made, to remove it in the end.
 */
export async function ingestInTurn(
  rounds: number,
  source: PointSource,
  keep: (folder: string) => void,
  say: (text: string) => void,
): Promise<IngestRuns> {
  const last = { ours: '', plain: '' };
  const contestant = (name: keyof typeof last, script: string) => (): Promise<IngestWork> => {
    const folder = mkdtempSync(join(tmpdir(), `nexus-bench-${name}-`));
    keep(folder);
    last[name] = folder;
    const order: IngestOrder = { folder, source };
    return runContestant<IngestWork>(nodeContestant(new URL(script, import.meta.url), order), DEADLINE_MS);
  };
  const contestants = {
    ours: contestant('ours', 'ingest-contestant.ts'),
    plain: contestant('plain', 'plain-ingest-contestant.ts'),
  };
  const { ours, plain } = await inTurn(rounds, contestants, say);
  return { ours, plain, folders: last };
}

const beside = ({ plain }: IngestRuns, pick: (work: IngestWork) => number) => [
  { with: PLAIN_TABLE, theirs: plain.map(pick) },
];

/** Log and historian take a source into `folder`. */
export const ingestOurs = (folder: string, source: PointSource): Promise<IngestWork> =>
  runContestant(nodeContestant(new URL('ingest-contestant.ts', import.meta.url), { folder, source }), DEADLINE_MS);

const speed = ({ points, seconds }: IngestWork): number => points / seconds;

/** Speed of a source that is over within seconds. */
export const burstFigure = (runs: IngestRuns, gate: Gate): Figure =>
  figure('A burst, taken', 'points/s', runs.ours.map(speed), beside(runs, speed), gate);

/** Speed and CPU of what was taken. */
export function ingestFigures(runs: IngestRuns, speedGate?: Gate): Figure[] {
  const cpu = ({ points, cpuSeconds }: IngestWork): number => perMillion(cpuSeconds, points);
  return [
    figure('Log and historian, taken', 'points/s', runs.ours.map(speed), beside(runs, speed), speedGate),
    figure('Log and historian, CPU per million points', 's', runs.ours.map(cpu), beside(runs, cpu)),
  ];
}

/** What a point takes on disk. @throws RangeError when nothing was sealed. */
export function sizeFigure(runs: IngestRuns, gate: Gate): Figure {
  const bytes = ({ bytesPerPoint }: IngestWork): number => bytesPerPoint;
  return figure('Historian, bytes a point', 'bytes', runs.ours.map(bytes), beside(runs, bytes), gate);
}
