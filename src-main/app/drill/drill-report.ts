import type { DRILL_FORMATS, DrillResult } from '../../../src-shared/contract/drill.ts';

/** The report of a drill as a file. @param resources where `fonts/` is. */
export async function drillReport(
  result: DrillResult,
  format: (typeof DRILL_FORMATS)[number],
  resources: URL,
): Promise<{ readonly name: string; readonly base64: string }> {
  const name = `outage-drill-${result.id}.${format}`;
  if (format === 'json')
    return { name, base64: Buffer.from(`${JSON.stringify(result, undefined, 2)}\n`).toString('base64') };
  // What draws pages is loaded with the first report.
  const { drillPdf } = await import('./drill-pdf.ts');
  return { name, base64: (await drillPdf(result, new URL('fonts/', resources))).toString('base64') };
}
