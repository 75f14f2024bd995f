import { resolve } from 'node:path';
import type { ReplayAgainst, ReplayRequest, ReplayResult, ReplayRow } from '../../../src-shared/contract/replay.ts';
import { drivers } from '../../drivers/registry.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { loadProject } from '../../project/load-project.ts';
import type { EngineSurroundings } from '../engine.ts';
import { openOffline } from '../history/offline-history.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { HistoryService } from './history-service.ts';
import { progressTeller } from './progress-teller.ts';
import type { ReplayCommand } from './replay-options.ts';
import type { Terminal } from './terminal.ts';

/** Says which tags another configuration would store otherwise: of a project that nothing runs on, or through a service. */
export async function runReplay(
  command: ReplayCommand,
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  const { where, from, to, zone, revision } = command;
  const request: ReplayRequest = { from, to, zone, revision, against: await againstOf(command) };
  const cancel = new AbortController();
  void terminal.stopRequested.then(() => cancel.abort());
  const { signal } = cancel;
  const progress = progressTeller(terminal);
  const lifetime = new Lifetime('replay of a project');
  try {
    const result =
      'port' in where
        ? await new HistoryService(where.port, signal, progress).replay(request)
        : await (await openOffline(resolve(where.project), surroundings, lifetime)).replays.run(request, {
            signal,
            progress,
          });
    terminal.print(command.form === 'json' ? JSON.stringify(result, undefined, 2) : textOf(result));
    return EXIT_CODES.done.code;
  } finally {
    await lifetime.dispose();
  }
}

/** The files of a folder are sent along: a service reads no folder that it is told over the network. */
async function againstOf({ against }: ReplayCommand): Promise<ReplayAgainst> {
  if (typeof against === 'number') return { kind: 'revision', revision: against };
  const { text } = await loadProject(resolve(against), drivers);
  return { kind: 'files', files: Object.fromEntries(text) };
}

function textOf({ before, after, fromUs, toUs, summary, rows, rowsLeftOut, points, tags }: ReplayResult): string {
  const shown = rows.filter(({ verdict }) => verdict !== 'same');
  return [
    `${capital(before)} against ${after}, ${isoOf(fromUs)} to ${isoOf(toUs)}, ${points.toLocaleString('en')} points`,
    summary,
    ...shown.flatMap(linesOf),
    ...(rowsLeftOut > 0 ? [`${rowsLeftOut.toLocaleString('en')} more tags are left out.`] : []),
    ...(tags.untouched > 0 ? [`${tags.untouched.toLocaleString('en')} tags are processed the same way.`] : []),
  ].join('\n');
}

function linesOf({ device, tag, formerName, text, worst, units, notes }: ReplayRow): string[] {
  const former = formerName === null ? '' : ` (was ${formerName})`;
  const value = (seen: number | string | null, unit: string): string => [seen ?? 'no number', unit].join(' ').trim();
  const at =
    worst && `, at most at ${isoOf(worst.timeUs)}: ${value(worst.before, units[0])} → ${value(worst.after, units[1])}`;
  return [`  ${device}/${tag}${former}: ${text}${at ?? ''}`, ...notes.map((note) => `    ${note}`)];
}

const isoOf = (us: number): string => new Date(us / 1_000).toISOString();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
