import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckReportFormat } from '../../../src-shared/contract/checks.ts';
import { checkCsv } from '../../checks/report/check-csv.ts';
import { checkPdf, type Paper } from '../../checks/report/check-pdf.ts';
import type { CheckDesk } from './check-desk.ts';
import { checksFolder } from './checks-folder.ts';

export interface ReportAsked {
  readonly format: CheckReportFormat;
  readonly paper: Paper;
  /** Where `fonts/` is. */
  readonly resources: URL;
}

const TYPES = { pdf: 'application/pdf', json: 'application/json', csv: 'text/csv' } as const;

/** The report of a sheet as a file. */
export async function makeReport(
  desk: CheckDesk,
  bundle: CheckBundle,
  { format, paper, resources }: ReportAsked,
): Promise<{ readonly name: string; readonly type: string; readonly base64: string }> {
  const name = `${bundle.sheet.id}-${bundle.made.slice(0, 10)}.${format}`;
  const photo = (id: string): Promise<Buffer | undefined> =>
    readFile(join(checksFolder(desk.options.folder), 'photos', id)).catch(() => undefined);
  const content =
    format === 'pdf'
      ? await checkPdf(bundle, { paper, fonts: new URL('fonts/', resources), photo })
      : Buffer.from(format === 'json' ? `${JSON.stringify(bundle, undefined, 2)}\n` : checkCsv(bundle));
  return { name, type: TYPES[format], base64: content.toString('base64') };
}
