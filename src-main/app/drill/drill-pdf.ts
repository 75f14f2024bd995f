import type { DrillFinding, DrillResult } from '../../../src-shared/contract/drill.ts';
import { type Column, PdfPages } from '../../checks/report/pdf-pages.ts';
import { reportTime } from '../../checks/report/report-words.ts';
import { pointsText, secondsText } from '../../diagnostics/drill/finding.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Of', share: 18 },
  { title: 'Property', share: 30 },
  { title: 'Figure', share: 26 },
  { title: 'Limit', share: 14 },
  { title: 'Result', share: 12 },
];
const VERDICTS: Readonly<Record<DrillFinding['verdict'], string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  told: '',
  'not judged': 'not judged',
};

/** The report of an outage drill on paper, for the hand-over pack. @param fonts folder of the font files. */
export async function drillPdf(result: DrillResult, fonts: URL): Promise<Buffer> {
  const { id, targets, text, project, gateway, revision, version, actor, findings, backlog } = result;
  const title = `Outage drill ${id}`;
  const pages = await PdfPages.open({
    paper: 'A4',
    fonts,
    title,
    made: new Date(result.endedUs / 1_000),
    head: `${title} · ${project}`,
    foot: `Gateway ${gateway}, Nexus Edge Workstation ${version}`,
  });
  pages.paragraph(`Outage drill: ${result.state.toUpperCase()}`, { size: 16, weight: 'strong' });
  pages.gap(4);
  pages.paragraph(text, { weight: 'strong' });
  pages.gap(6);
  const time = (us: number | null): string => (us === null ? 'never' : reportTime(new Date(us / 1_000).toISOString()));
  pages.paragraph(`Project ${project}, revision ${revision}, gateway ${gateway}.`);
  pages.paragraph(`Cut: ${targets.map(titleAndName).join(', ')}, for ${secondsText(result.forS * 1_000)}.`);
  pages.paragraph(
    `Started ${time(result.startedUs)} by ${actor}. Cut ${time(result.cutUs)}, restored ${time(result.restoredUs)}.`,
  );
  if (result.reason !== '') pages.paragraph(`Reason: ${result.reason}`);
  pages.gap(8);
  await pages.table(
    COLUMNS,
    findings.map(({ subject, property, figure, limit, verdict }) => [
      subject,
      property,
      figure,
      limit,
      VERDICTS[verdict],
    ]),
  );
  const notes = findings.filter(({ note }) => note !== '');
  if (notes.length > 0) {
    pages.gap(8);
    pages.paragraph('Notes', { size: 12, weight: 'strong' });
    for (const { subject, property, note } of notes) pages.paragraph(`${subject}, ${property}: ${note}`);
  }
  pages.gap(8);
  for (const [at, sink] of backlog.sinks.entries())
    pages.paragraph(`Backlog of ${sink} at most: ${pointsText(Math.max(0, ...backlog.points[at]!))}.`);
  return await pages.end();
}

/** What has no title of its own goes by its name. */
const titleAndName = ({ title, name }: DrillResult['targets'][number]): string =>
  title === name ? name : `${title} (${name})`;
