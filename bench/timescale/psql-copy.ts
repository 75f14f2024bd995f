import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { type PointSource, pointsOf } from '../history/point-source.ts';
import { bareBatches } from './bare-batches.ts';
import { encodeRows, SIGNATURE, TRAILER } from './bare-copy.ts';
import type { CopyWork } from './copy-order.ts';

/** Writes the rows of a source as one file for `\copy … (format binary)`, in the order of the batches. */
export function writeCopyFile(path: string, source: PointSource): void {
  const file = openSync(path, 'w');
  writeSync(file, SIGNATURE);
  for (const batch of bareBatches(source))
    writeSync(file, encodeRows(batch).subarray(SIGNATURE.length, -TRAILER.length));
  writeSync(file, TRAILER);
  closeSync(file);
}

/** Loads such a file into the table `samples` by psql, in one session and one transaction. Nobody counts its CPU. */
export async function psqlCopy(
  postgres: PostgresProcess,
  url: string,
  path: string,
  source: PointSource,
): Promise<CopyWork> {
  const load = String.raw`\copy samples from pstdin with (format binary)`;
  const [file, args] = postgres.programs.command('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', load, url]);
  const input = openSync(path, 'r');
  const startedMs = performance.now();
  const child = spawn(file, args, { stdio: [input, 'ignore', 'inherit'] });
  closeSync(input);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return { points: pointsOf(source), seconds: (performance.now() - startedMs) / 1_000, cpuSeconds: Number.NaN };
}
