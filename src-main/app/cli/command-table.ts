import { accessKeyLine, accessSetupLine, accessUserLine } from './access-options.ts';
import { auditCheckpointLine, auditExportLine, auditVerifyLine } from './audit-options.ts';
import { backupLine, restoreLine } from './backup-options.ts';
import { checkLine, checksVerifyLine } from './check-options.ts';
import type { CommandSpec } from './command-spec.ts';
import {
  deployAddLine,
  deployApplyLine,
  deployPackLine,
  deployPairLine,
  deployPushLine,
  deployRollbackLine,
  deployStatusLine,
  deployTargetsLine,
} from './deploy-options.ts';
import { exportLine, importLine } from './device-file-options.ts';
import { doctorLine } from './doctor-options.ts';
import { drillLine } from './drill-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { historyArchiveLine, historyExportLine, historyImportLine } from './history-options.ts';
import { OPTIONS, type OptionName, valueName } from './option-table.ts';
import { replayLine } from './replay-options.ts';
import { secretsListLine, secretsRemoveLine, secretsSetLine } from './secrets-options.ts';
import { serviceInstallLine, serviceStatusLine, serviceUninstallLine } from './service-manage-options.ts';
import { serviceLine } from './service-options.ts';
import { simulateLine } from './simulate-options.ts';
import { sinksLine } from './sinks-options.ts';
import { sizingLine } from './sizing-options.ts';
import { statusLine } from './status-options.ts';

/** Every command with the file of its own that says how it is written; parser, help and messages read it here. */
export const COMMANDS = {
  service: serviceLine,
  'service-install': serviceInstallLine,
  'service-uninstall': serviceUninstallLine,
  'service-status': serviceStatusLine,
  check: checkLine,
  doctor: doctorLine,
  import: importLine,
  export: exportLine,
  simulate: simulateLine,
  backup: backupLine,
  'history-export': historyExportLine,
  'history-import': historyImportLine,
  'history-archive': historyArchiveLine,
  replay: replayLine,
  'checks-verify': checksVerifyLine,
  'audit-verify': auditVerifyLine,
  'audit-checkpoint': auditCheckpointLine,
  'audit-export': auditExportLine,
  restore: restoreLine,
  'deploy-pair': deployPairLine,
  'deploy-targets': deployTargetsLine,
  'deploy-add': deployAddLine,
  'deploy-push': deployPushLine,
  'deploy-rollback': deployRollbackLine,
  'deploy-status': deployStatusLine,
  'deploy-pack': deployPackLine,
  'deploy-apply': deployApplyLine,
  'access-user': accessUserLine,
  'access-key': accessKeyLine,
  'access-setup-code': accessSetupLine,
  'secrets-set': secretsSetLine,
  'secrets-list': secretsListLine,
  'secrets-remove': secretsRemoveLine,
  status: statusLine,
  sinks: sinksLine,
  drill: drillLine,
  sizing: sizingLine,
} as const satisfies Readonly<Record<string, CommandSpec>>;
export type CommandName = keyof typeof COMMANDS;

/** The words that can stand first; to run one, `--service` is an option for the sake of service managers. */
export const COMMAND_WORDS = [...new Set((Object.keys(COMMANDS) as CommandName[]).map((name) => name.split('-')[0]!))];

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** What `--help` prints. */
export function helpText(): string {
  const shown = (Object.keys(OPTIONS) as OptionName[]).filter((name) => name !== 'service');
  return `nexus-edge — connects to PLCs, keeps their history, serves the workstation

${columns(Object.values(COMMANDS).map(({ usage, doc }) => [`nexus-edge ${usage}`, doc]))}

Options
${columns(shown.map((name) => [valueName(name) ? `--${name} ${valueName(name)}` : `--${name}`, OPTIONS[name].doc]))}

Exit codes
${columns(Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]))}`;
}
