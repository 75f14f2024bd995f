import type { CheckReportFormat } from '../../src-shared/contract/checks.ts';
import { rpc } from './connect.ts';

export interface CheckReport {
  readonly format: CheckReportFormat;
  readonly paper: 'A4' | 'Letter';
}

/** Hands the report of a sheet to the browser, which saves it. @returns its name. @throws NexusError as the gateway refuses. */
export async function fetchCheckReport(id: string, report: CheckReport): Promise<string> {
  const { name, type, base64 } = await rpc().checks.report({ id, ...report });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  return name;
}
