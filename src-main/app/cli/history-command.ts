import { resolve } from 'node:path';
import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { EngineSurroundings } from '../engine.ts';
import { openOffline } from '../history/offline-history.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { HistoryArchiveCommand, HistoryExportCommand, HistoryImportCommand } from './history-options.ts';
import { HistoryService } from './history-service.ts';
import { progressTeller } from './progress-teller.ts';
import type { Terminal } from './terminal.ts';

/** Writes history into a file or the archive, or fills it back from one: of a project that nothing runs on, or through a service. */
export async function runHistory(
  command: HistoryExportCommand | HistoryImportCommand | HistoryArchiveCommand,
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  const cancel = new AbortController();
  void terminal.stopRequested.then(() => cancel.abort());
  const work = { signal: cancel.signal, progress: progressTeller(terminal) };
  const lifetime = new Lifetime('history of a project');
  try {
    if ('port' in command.where) {
      const service = new HistoryService(command.where.port, work.signal, work.progress);
      if (command.kind === 'history-archive') terminal.print(await service.archive());
      else if (command.kind === 'history-export') terminal.print(await service.export(command, resolve(command.out)));
      else {
        const upload = await service.send(resolve(command.file));
        if (command.isDryRun) return show(await service.look(upload), terminal);
        terminal.print(await service.import(upload, command));
      }
      return EXIT_CODES.done.code;
    }
    const { exports, imports, archive } = await openOffline(resolve(command.where.project), surroundings, lifetime);
    if (command.kind === 'history-archive') {
      terminal.print((await archive.run(work)).text);
      return work.signal.aborted ? EXIT_CODES.failed.code : EXIT_CODES.done.code;
    }
    if (command.kind === 'history-export') {
      const out = resolve(command.out);
      const { rows, bytes } = await exports.write(command.request, out, work.signal, work.progress);
      terminal.print(`${rows.toLocaleString('en')} rows in ${out}, ${formatByteSize(bytes)}`);
      return EXIT_CODES.done.code;
    }
    const file = resolve(command.file);
    if (command.isDryRun) return show(await imports.look(file, work.signal), terminal);
    terminal.print((await imports.import(file, command, work)).text);
    return work.signal.aborted ? EXIT_CODES.failed.code : EXIT_CODES.done.code;
  } finally {
    await lifetime.dispose();
  }
}

/** @returns the exit code: whether all of the file could be imported. */
function show(preview: ImportPreview, terminal: Terminal): number {
  const { rows, tags, fromUs, toUs, old, unknown, unknownRows, problems, problemRows, format } = preview;
  const span = fromUs === null || toUs === null ? '' : `, ${isoOf(fromUs)} to ${isoOf(toUs)}`;
  terminal.print(`${rows.toLocaleString('en')} rows of ${tags} tags can be imported (${format})${span}`);
  if (old > 0) terminal.print(`${old.toLocaleString('en')} of them are older than single values are kept`);
  if (unknownRows > 0) terminal.print(`${unknownRows.toLocaleString('en')} rows are of topics that no tag has:`);
  for (const { topic, rows: count } of unknown) terminal.print(`  ${topic}: ${count.toLocaleString('en')} rows`);
  if (problemRows > 0) terminal.print(`${problemRows.toLocaleString('en')} rows have problems:`);
  for (const { line, text } of problems) terminal.print(`  line ${line}: ${text}`);
  return unknownRows + problemRows === 0 ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
}

const isoOf = (us: number): string => new Date(us / 1_000).toISOString();
