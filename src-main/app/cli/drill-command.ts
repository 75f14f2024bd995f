import { writeFile } from 'node:fs/promises';
import type { DrillResult, DrillRow, RunningDrill } from '../../../src-shared/contract/drill.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { systemClock } from '../../kernel/clock.ts';
import { askService, type ServicePlace } from './call-service.ts';
import type { DrillCommand } from './drill-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { progressTeller } from './progress-teller.ts';
import type { Terminal } from './terminal.ts';

const LOOK_MS = 1_000;

/**
 * Runs an outage drill of a running service and waits for its result, or shows those that were run. Ctrl+C ends the drill
 * and restores what it cut. @throws NexusError as the service refuses, NX_NET_REFUSED.
 */
export async function runDrillCommand(command: DrillCommand, terminal: Terminal): Promise<number> {
  const { place, form, act } = command;
  const say = (value: unknown, text: string): void =>
    terminal.print(form === 'json' ? JSON.stringify(value, undefined, 2) : text);
  switch (act.kind) {
    case 'list': {
      const rows = await askService<readonly DrillRow[]>(place, { path: '/api/v1/drills' });
      say(rows, rows.length === 0 ? 'No outage drill was run yet.' : rows.map(lineOf).join('\n'));
      return EXIT_CODES.done.code;
    }
    case 'show': {
      const result = await resultOf(place, act.id);
      say(result, textOf(result));
      return EXIT_CODES.done.code;
    }
    case 'export': {
      const path = `/api/v1/drills/${encodeURIComponent(act.id)}/report?format=${act.format}`;
      const { name, base64 } = await askService<{ readonly name: string; readonly base64: string }>(place, { path });
      const out = act.out ?? name;
      await writeFile(out, Buffer.from(base64, 'base64'));
      say({ out }, `Wrote ${out}.`);
      return EXIT_CODES.done.code;
    }
    case 'start': {
      const { kind: _kind, ...body } = act;
      const { id } = await askService<RunningDrill>(place, { path: '/api/v1/drills', body });
      const result = await waited(place, id, terminal);
      say(result, textOf(result));
      return result.state === 'passed' ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
    }
  }
}

/** Follows the job until it ends; being asked to stop ends it at once. */
async function waited(place: ServicePlace, id: string, terminal: Terminal): Promise<DrillResult> {
  const progress = progressTeller(terminal);
  const stop = new AbortController();
  void terminal.stopRequested.then(() => stop.abort());
  for (;;) {
    const jobs = await askService<readonly JobView[]>(place, { path: '/api/v1/jobs' });
    const job = jobs.find(({ kind, state }) => kind === 'drill' && state === 'running');
    if (!job) return await resultOf(place, id);
    progress(job.progress, job.text);
    await systemClock.sleep(LOOK_MS, stop.signal).catch(() => undefined);
    if (!stop.signal.aborted) continue;
    await askService(place, { path: `/api/v1/drills/${encodeURIComponent(id)}/end`, body: {} });
    return await resultOf(place, id);
  }
}

const resultOf = (place: ServicePlace, id: string): Promise<DrillResult> =>
  askService<DrillResult>(place, { path: `/api/v1/drills/${encodeURIComponent(id)}` });

const isoOf = (us: number): string => new Date(us / 1_000).toISOString();

const lineOf = ({ id, state, targets, forS, actor, startedUs }: DrillRow): string =>
  `${id}: ${state}; ${targets.map(({ name }) => name).join(', ')} for ${forS} s; ${isoOf(startedUs)} by ${actor}`;

function textOf(result: DrillResult): string {
  const rows = result.findings.map(({ subject, property, figure, limit, verdict, note }) => {
    const told = `${subject}: ${property}: ${figure}${limit === '' ? '' : ` (limit ${limit})`}`;
    return `  ${verdict === 'told' ? '    ' : verdict.padEnd(4)}  ${told}${note === '' ? '' : `. ${note}`}`;
  });
  return [lineOf(result), result.text, ...rows].join('\n');
}
