import { setImmediate as turn } from 'node:timers/promises';
import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { type Column, type Paper, PdfPages } from './pdf-pages.ts';
import {
  capturedWords,
  expectedWords,
  reportNumber,
  reportTime,
  STATE_NAMES,
  strokeWords,
  TEMPLATE_NAMES,
} from './report-words.ts';

export type { Paper } from './pdf-pages.ts';

export interface PdfOptions {
  readonly paper: Paper;
  /** Folder of the font files. */
  readonly fonts: URL;
  /** The bytes of a photo; undefined where it is no longer kept. */
  readonly photo: (id: string) => Promise<Buffer | undefined>;
  /** Told after each loop. @throws to give it up */
  readonly done?: (loops: number) => void;
}

const SUMMARY: readonly Column[] = [
  { title: 'Loop', share: 30 },
  { title: 'Kind', share: 20 },
  { title: 'Result', share: 18 },
  { title: 'Signed by', share: 16 },
  { title: 'Signed at', share: 16 },
];
const STEPS: readonly Column[] = [
  { title: 'Point', share: 17 },
  { title: 'Applied', share: 12 },
  { title: 'Expected', share: 11 },
  { title: 'Captured', share: 12 },
  { title: 'Min … max', share: 17 },
  { title: 'Error', share: 9 },
  { title: 'Result', share: 8 },
  { title: 'Captured at', share: 14 },
];
const PHOTO_PT = 220;

/** The report of a sheet on paper, in black and white. Long sheets let other work have its turn in between. */
export async function checkPdf(bundle: CheckBundle, { paper, fonts, photo, done }: PdfOptions): Promise<Buffer> {
  const { sheet, made, chain, project } = bundle;
  const pages = await PdfPages.open({
    paper,
    fonts,
    title: `Loop checks: ${sheet.name}`,
    made: new Date(made),
    head: `Loop checks: ${sheet.name} · ${project}`,
    foot: `Record: ${chain.entries} entries, SHA-256 ${chain.hash === '' ? 'none' : chain.hash}`,
  });
  await summary(pages, bundle);
  await exceptions(pages, bundle);
  for (const [index, loop] of bundle.loops.entries()) {
    await block(pages, loop);
    for (const { id, name } of loop.photos) {
      const content = await photo(id);
      if (content) pages.picture(content, name, PHOTO_PT);
      else pages.paragraph(`${name}: this photo is no longer in the project.`);
    }
    done?.(index + 1);
    await turn();
  }
  return await pages.end();
}

async function summary(pages: PdfPages, { sheet, counts, loops, chain, ...about }: CheckBundle): Promise<void> {
  pages.paragraph(sheet.name, { size: 16, weight: 'strong' });
  pages.gap(4);
  pages.paragraph(
    `Project ${about.project}, revision ${about.revision}, gateway ${about.gateway}. Made ${reportTime(about.made)}.`,
  );
  pages.paragraph(sheet.site ?? '');
  const { pass, fail, changed, open } = counts;
  pages.paragraph(
    `${counts.loops} loops: ${pass} pass, ${fail} fail, ${changed} changed since sign-off, ${open} open.`,
    { weight: 'strong' },
  );
  for (const { entry, text } of chain.breaks) pages.paragraph(`Record, entry ${entry}: ${text}`, { weight: 'strong' });
  pages.gap(8);
  await pages.table(
    SUMMARY,
    loops.map((loop) => [
      `${loop.name} (${loop.deviceName})`,
      TEMPLATE_NAMES[loop.template],
      STATE_NAMES[loop.state],
      loop.signature?.name ?? '',
      loop.signature ? reportTime(loop.signature.at).slice(0, 16) : '',
    ]),
  );
  pages.gap(12);
}

/** What somebody has to look at: defects that are open, and what was signed for another configuration. */
async function exceptions(pages: PdfPages, { loops }: CheckBundle): Promise<void> {
  const rows = loops.flatMap((loop) => [
    ...loop.punch.filter(({ closedBy }) => closedBy === null).map(({ text }) => [loop.name, 'Punch, open', text]),
    ...(loop.changes.length > 0 ? [[loop.name, 'Changed since sign-off', loop.changes.join(', ')]] : []),
    ...(loop.problem === null ? [] : [[loop.name, 'Not checked', loop.problem]]),
  ]);
  if (rows.length === 0) return;
  pages.keep(60);
  pages.paragraph('Exceptions', { size: 12, weight: 'strong' });
  await pages.table(
    [
      { title: 'Loop', share: 25 },
      { title: 'What', share: 20 },
      { title: 'Text', share: 55 },
    ],
    rows,
  );
  pages.gap(12);
}

async function block(pages: PdfPages, loop: CheckLoopView): Promise<void> {
  const rows = loop.steps.map((step) => [
    step.title,
    step.applied,
    expectedWords(step, loop),
    capturedWords(step, loop),
    spread(step.capture, loop),
    (step.capture?.error ?? null) === null ? strokeWords(step) : `${step.capture!.error!.toFixed(2)} %`,
    step.capture ? step.capture.result.toUpperCase() : '',
    step.capture ? reportTime(step.capture.to).slice(0, 19) : '',
  ]);
  pages.keep(110 + pages.tableHeight(STEPS, rows));
  pages.paragraph(`${loop.name}: ${STATE_NAMES[loop.state]}`, { size: 12, weight: 'strong' });
  pages.paragraph(facts(loop));
  if (rows.length > 0) await pages.table(STEPS, rows);
  pages.gap(3);
  const { details, signature, witness, changes, punch } = loop;
  const noted = [
    ['Method', details.method],
    ['Test kit', details.testKit],
    ['Type', details.kind ? `${details.kind} loop` : ''],
    ['As found', details.asFound],
    ['As left', details.asLeft],
    ['Note', details.note],
  ].flatMap(([title, text]) => (text === '' ? [] : [`${title}: ${text}`]));
  pages.paragraph(noted.join(' · '));
  for (const { text, closedBy } of punch) pages.paragraph(`Punch, ${closedBy === null ? 'open' : 'closed'}: ${text}`);
  if (changes.length > 0) pages.paragraph(`CHANGED SINCE SIGN-OFF: ${changes.join(', ')}`, { weight: 'strong' });
  if (signature) {
    pages.paragraph(
      `Signed ${signature.verdict.toUpperCase()} by ${signature.name} (${signature.actor}), ${reportTime(signature.at)}, revision ${signature.revision}. Entry ${signature.entry}, ${signature.hash}`,
    );
  } else pages.paragraph('Not signed.');
  if (witness)
    pages.paragraph(
      `Witness ${witness.name} (${witness.actor}), ${reportTime(witness.at)}. Entry ${witness.entry}, ${witness.hash}`,
    );
  pages.gap(14);
}

function facts(loop: CheckLoopView): string {
  const { range, unit, signal, tolerance, feedback } = loop;
  return [
    TEMPLATE_NAMES[loop.template],
    `${loop.deviceName} ${loop.address}`,
    ...(range ? [`range ${reportNumber(range.low, loop)} to ${reportNumber(range.high, loop)} ${unit}`.trim()] : []),
    ...(signal === '' ? [] : [signal]),
    ...(range ? [`tolerance ${tolerance} % of span`] : []),
    ...(feedback ? [`feedback ${feedback.name}`] : []),
  ].join(' · ');
}

function spread(capture: CheckLoopView['steps'][number]['capture'], loop: CheckLoopView): string {
  if (!capture || capture.min === null) return '';
  return `${reportNumber(capture.min, loop)} … ${reportNumber(capture.max, loop)}`;
}
