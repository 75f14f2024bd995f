import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckCapture, CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { CheckSheet } from '../../../src-shared/domain/check-sheet.ts';
import { NO_DETAILS } from '../loop-results.ts';
import { checkCsv } from './check-csv.ts';
import { checkPdf } from './check-pdf.ts';
import { PdfText } from './pdf-text.ts';

const FONTS = new URL('../../../resources/fonts/', import.meta.url);
const PHOTO = readFileSync(fileURLToPath(new URL('../../../resources/icons/tray.png', import.meta.url)));
const AT = '2026-02-03T08:00:00.000Z';

const capture = (value: number, result: 'pass' | 'fail'): CheckCapture => ({
  ...{ result, value, expected: 5, error: (value - 5) * 10, min: value, max: value, samples: 3, status: 0 },
  ...{ quality: 'Good', sourceTime: AT, from: AT, to: AT, by: 'hand', actor: 'jd', write: null },
});

const loop = (name: string, more: Partial<CheckLoopView> = {}): CheckLoopView => ({
  ...{
    device: 'boiler-1',
    tag: 'pt-101',
    name,
    deviceName: 'Boiler',
    address: '40001',
    dataType: 'float32',
    unit: 'bar',
  },
  ...{ states: {}, range: { low: 0, high: 10 }, signal: '4–20 mA', tolerance: 0.5, template: 'ai', feedback: null },
  ...{ assigned: '', problem: null, state: 'pass', changes: [], details: NO_DETAILS, photos: [], punch: [] },
  ...{ signature: null, witness: null },
  steps: [0, 50, 100].map((percent) => ({
    ...{ key: `point-${percent}`, kind: 'point', title: `${percent} %`, applied: '12.00 mA', expected: percent / 10 },
    ...{ band: 0.05, span: 10, write: null, withinMs: 0, need: 'required', alarm: null },
    capture: capture(percent / 10, 'pass'),
  })),
  ...more,
});

const bundle = (loops: CheckLoopView[]): CheckBundle => ({
  format: 'nexus-edge/loop-checks/1',
  made: AT,
  project: 'Plant',
  gateway: 'edge-1',
  revision: 7,
  sheet: CheckSheet.parse({ id: 'sat', name: 'SAT' }),
  counts: { loops: loops.length, pass: loops.length, fail: 0, changed: 0, open: 0 },
  loops,
  chain: { entries: 3, hash: 'ab'.repeat(32), breaks: [] },
  entries: [],
});

const pdf = (loops: CheckLoopView[], paper: 'A4' | 'Letter' = 'A4') =>
  checkPdf(bundle(loops), { paper, fonts: FONTS, photo: () => Promise.resolve(PHOTO) });

/** The streams of a document, as they are before they are packed. */
function streamsOf(file: Buffer): readonly string[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: word }) => {
    const from = index + word.length;
    try {
      return [inflateSync(file.subarray(from, text.indexOf('endstream', from))).toString('latin1')];
    } catch {
      return [];
    }
  });
}
const pagesOf = (file: Buffer): number => file.toString('latin1').match(/\/Type \/Page\b(?!s)/g)!.length;

describe('the report on paper', () => {
  it('is a PDF for keeping: its fonts are inside, and no colour but black is set', async () => {
    const file = await pdf([loop('PT-101')]);
    const text = file.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toMatch(/pdfaid:part>2</);
    expect(text).toMatch(/FontFile[23]/);
    const colours = streamsOf(file).flatMap((stream) => stream.match(/^[\d. ]+ (?:rg|RG|scn|SCN)$/gm) ?? []);
    expect(colours.length).toBeGreaterThan(0);
    expect(new Set(colours.map((colour) => colour.replace(/ \w+$/, '')))).toEqual(new Set(['0 0 0']));
  });

  it('has the size that was asked for, and more pages for more loops', async () => {
    expect((await pdf([loop('PT-101')])).toString('latin1')).toContain('[0 0 595.28 841.89]');
    expect((await pdf([loop('PT-101')], 'Letter')).toString('latin1')).toContain('[0 0 612 792]');
    const many = await pdf(Array.from({ length: 60 }, (_, n) => loop(`PT-${n}`)));
    expect(pagesOf(many)).toBeGreaterThan(12);
  });

  it('takes rubbish as text, and photos that are none', async () => {
    const name = '<script>\u202e\u0000 漢字 ' + 'x'.repeat(2_000);
    const photos = [{ id: `${'0'.repeat(64)}.png`, name: 'photo', bytes: 1, sha256: '' }];
    expect(pagesOf(await pdf([loop(name, { photos, changes: ['scale 1 → 2'], steps: [] })]))).toBeGreaterThan(0);
    const broken = { paper: 'A4', fonts: FONTS, photo: () => Promise.resolve(Buffer.from('none')) } as const;
    expect(pagesOf(await checkPdf(bundle([loop('PT', { photos })]), broken))).toBeGreaterThan(0);
  });
});

describe('text on paper', () => {
  let text: PdfText;
  beforeAll(async () => {
    text = await PdfText.of(new PDFDocument({ autoFirstPage: false }), FONTS);
  });

  it('is never wider than its column, and nothing of it is lost', () => {
    const letters = fc.constantFrom(...'abc XYZ 019 Ωж ő,.-'.split(''));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 80 }), fc.integer({ min: 20, max: 200 }), (given, width) => {
        const lines = text.lines(given.join(''), width, 9);
        for (const line of lines) expect(text.width(line, 9)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.join('').replaceAll(' ', ''));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the report as a table', () => {
  it('has one row a step, and no cell that a spreadsheet would run', () => {
    const rows = checkCsv(bundle([loop('=cmd|x', { details: { ...NO_DETAILS, note: 'a "b"\nc' } })])).split('\r\n');
    expect(rows).toHaveLength(5);
    expect(rows[0]!.startsWith('\uFEFFdevice,tag,name')).toBe(true);
    expect(rows[1]).toContain(",'=cmd|x,");
    expect(rows[1]).toContain('"a ""b""\nc"');
    expect(rows[2]).toContain(',50 %,12.00 mA,5,5,5,5,bar,0,0.5,pass,Good,');
  });
});
