import { backupCommand } from './cli/backup-command.ts';
import { runCheck } from './cli/check-command.ts';
import { type Command, parseCommandLine } from './cli/command-line.ts';
import { helpText } from './cli/command-table.ts';
import { exitOf } from './cli/exit-codes.ts';
import { runExport } from './cli/export-command.ts';
import { runImport } from './cli/import-command.ts';
import { runService } from './cli/service-command.ts';
import { runSimulate } from './cli/simulate-command.ts';
import { runStatus } from './cli/status-command.ts';
import type { Terminal } from './cli/terminal.ts';
import type { EngineSurroundings } from './engine.ts';

/** Runs one command line to its end. @returns the exit code (`EXIT_CODES`); nothing is thrown. */
export async function runCommand(
  argv: readonly string[],
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  try {
    return await run(parseCommandLine(argv), surroundings, terminal);
  } catch (error) {
    const { code, known } = exitOf(error);
    terminal.printError(`${known.text} [${known.code}]`);
    if (known.code === 'NX_INTERNAL' && error instanceof Error) terminal.printError(error.stack ?? '');
    return code;
  }
}

async function run(command: Command, surroundings: EngineSurroundings, terminal: Terminal): Promise<number> {
  switch (command.kind) {
    case 'help':
      terminal.print(helpText());
      return 0;
    case 'version':
      terminal.print(surroundings.version);
      return 0;
    case 'service':
      return await runService(command, surroundings, terminal);
    case 'check':
      return await runCheck(command, terminal);
    case 'import':
      return await runImport(command, terminal);
    case 'export':
      return await runExport(command, terminal);
    case 'simulate':
      return await runSimulate(command, surroundings.resources, terminal);
    case 'backup':
      return await backupCommand(command, terminal);
    case 'status':
      return await runStatus(command, terminal);
  }
}
