import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckReportFormat } from '../../../src-shared/contract/checks.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { checkCsv } from '../../checks/report/check-csv.ts';
import type { Paper } from '../../checks/report/check-pdf.ts';
import type { JobList, RunningJob } from '../jobs/job-list.ts';
import type { CheckDesk } from './check-desk.ts';
import { checksFolder } from './checks-folder.ts';

export interface ReportAsked {
  readonly format: CheckReportFormat;
  readonly paper: Paper;
  /** Where `fonts/` is. */
  readonly resources: URL;
  readonly actor: string;
}

/**
 * Makes the report of a sheet as a job: a long one takes longer than a page waits for an answer.
 * @throws NexusError NX_REQUEST_INVALID while as many jobs run as may.
 */
export function startReport(desk: CheckDesk, jobs: JobList, bundle: CheckBundle, asked: ReportAsked): JobView {
  const { format, actor } = asked;
  const name = `${bundle.sheet.id}-${bundle.made.slice(0, 10)}.${format}`;
  const about = { kind: 'check-report', title: `Report of ${bundle.sheet.name}`, actor } as const;
  return jobs.start(about, async (job) => {
    const content = await contentOf(checksFolder(desk.options.folder), bundle, asked, job);
    const folder = join(checksFolder(desk.options.folder), 'reports');
    await mkdir(folder, { recursive: true });
    // Files of an earlier run belong to no job any more.
    const live = new Set(jobs.views.map(({ id }) => id));
    for (const left of await readdir(folder)) if (!live.has(left)) await rm(join(folder, left), { force: true });
    const path = join(folder, job.id);
    await writeFile(path, content);
    const text = `${bundle.loops.length} loops in ${name}, ${formatByteSize(content.length)}`;
    return { text, file: { path, name, bytes: content.length } };
  });
}

async function contentOf(
  folder: string,
  bundle: CheckBundle,
  { format, paper, resources }: ReportAsked,
  { signal, progress }: RunningJob,
): Promise<Buffer> {
  if (format === 'json') return Buffer.from(`${JSON.stringify(bundle, undefined, 2)}\n`);
  if (format === 'csv') return Buffer.from(checkCsv(bundle));
  // What draws pages is loaded with the first report.
  const { checkPdf } = await import('../../checks/report/check-pdf.ts');
  return await checkPdf(bundle, {
    paper,
    fonts: new URL('fonts/', resources),
    photo: (id) => readFile(join(folder, 'photos', id)).catch(() => undefined),
    done: (loops) => {
      signal.throwIfAborted();
      progress(loops / bundle.loops.length, `${loops} of ${bundle.loops.length} loops`);
    },
  });
}
