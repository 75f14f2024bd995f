import { type Command, parseCommandLine } from './cli/command-line.ts';
import { helpText } from './cli/command-table.ts';
import { exitOf } from './cli/exit-codes.ts';
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

/** Each command loads what it needs: `check` and `status` are quick, because they do not load the engine. */
async function run(command: Command, surroundings: EngineSurroundings, terminal: Terminal): Promise<number> {
  switch (command.kind) {
    case 'help':
      terminal.print(helpText());
      return 0;
    case 'version':
      terminal.print(surroundings.version);
      return 0;
    case 'service':
      return await (await import('./cli/service-command.ts')).runService(command, surroundings, terminal);
    case 'service-install':
    case 'service-uninstall':
    case 'service-status':
      return await (await import('./cli/service-manage-command.ts')).runServiceManage(command, terminal);
    case 'check':
      return await (await import('./cli/check-command.ts')).runCheck(command, terminal);
    case 'doctor':
      return await (await import('./cli/doctor-command.ts')).runDoctor(command, terminal);
    case 'import':
      return await (await import('./cli/import-command.ts')).runImport(command, terminal);
    case 'export':
      return await (await import('./cli/export-command.ts')).runExport(command, terminal);
    case 'simulate':
      return await (await import('./cli/simulate-command.ts')).runSimulate(command, surroundings.resources, terminal);
    case 'backup':
      return await (await import('./cli/backup-command.ts')).runBackup(command, terminal);
    case 'checks-verify':
      return await (await import('./cli/checks-command.ts')).runChecksVerify(command, terminal);
    case 'audit-verify':
    case 'audit-checkpoint':
    case 'audit-export':
      return await (await import('./cli/audit-command.ts')).runAudit(command, terminal);
    case 'restore':
      return await (await import('./cli/restore-command.ts')).runRestore(command, terminal);
    case 'history-export':
    case 'history-import':
    case 'history-archive':
      return await (await import('./cli/history-command.ts')).runHistory(command, surroundings, terminal);
    case 'replay':
      return await (await import('./cli/replay-command.ts')).runReplay(command, surroundings, terminal);
    case 'access-user':
    case 'access-key':
    case 'access-setup-code':
      return await (await import('./cli/access-command.ts')).runAccess(command, surroundings, terminal);
    case 'secrets-set':
    case 'secrets-list':
    case 'secrets-remove':
      return await (await import('./cli/secrets-command.ts')).runSecrets(command, terminal);
    case 'status':
      return await (await import('./cli/status-command.ts')).runStatus(command, terminal);
    case 'sizing':
      return (await import('./cli/sizing-command.ts')).runSizing(command, terminal);
    case 'deploy-pair':
    case 'deploy-apply':
      return await (await import('./cli/deploy-here-command.ts')).runDeployHere(command, surroundings, terminal);
    case 'deploy-targets':
    case 'deploy-add':
    case 'deploy-push':
    case 'deploy-rollback':
    case 'deploy-status':
    case 'deploy-pack':
      return await (await import('./cli/deploy-command.ts')).runDeploy(command, terminal);
    case 'drill':
      return await (await import('./cli/drill-command.ts')).runDrillCommand(command, terminal);
    case 'sinks':
      return await (await import('./cli/sinks-command.ts')).runSinks(command, terminal);
  }
}
