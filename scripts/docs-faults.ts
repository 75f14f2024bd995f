import { FAULT_CODES, type FaultInfo } from '../src-main/project/check/fault-codes.ts';

const SEVERITIES: Readonly<Record<FaultInfo['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  either: 'error or warning',
};

/** docs/faults.md without its first line: every kind of fault that a project can have. */
export function faultsPage(): string {
  const rows = Object.entries(FAULT_CODES).map(
    ([code, { meaning, severity }]) => `| \`${code}\` | ${meaning} | ${SEVERITIES[severity]} |`,
  );
  return `# Faults of a project\n\nWhat \`check\`, the start and every change of a project look for. All faults are named in one pass, each with its file, line, path, the value seen and what is allowed. Errors stop the start and are not applied; warnings are told and stop nothing.\n\n| code | meaning | severity |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
