import { setImmediate as turn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type PdfDocument, PdfText, type Weight } from './pdf-text.ts';

export type Paper = 'A4' | 'Letter';

export interface Column {
  readonly title: string;
  /** Share of the width. */
  readonly share: number;
}

const MARGIN = 42;
const HEAD = 34;
const FOOT = 30;
const SIZE = 9;
const LEADING = 12;
const PAD = 3;
/** Rows or pages that are made without a break. */
const ROWS_A_TURN = 25;

/** Pages of black on white that fill from above: a head and a foot on each, tables whose rows are never cut. */
export class PdfPages {
  readonly #document: PdfDocument;
  readonly #text: PdfText;
  readonly #head: string;
  readonly #foot: string;
  readonly #parts: Buffer[] = [];
  readonly #done: Promise<Buffer>;
  #y = 0;

  private constructor(document: PdfDocument, text: PdfText, head: string, foot: string) {
    this.#document = document;
    this.#text = text;
    this.#head = head;
    this.#foot = foot;
    this.#done = new Promise((resolve, reject) => {
      document.on('data', (part: Buffer) => this.#parts.push(part));
      document.on('end', () => resolve(Buffer.concat(this.#parts)));
      document.on('error', reject);
    });
  }

  /** @param made when, for the facts of the document. */
  static async open(options: {
    readonly paper: Paper;
    readonly fonts: URL;
    readonly title: string;
    readonly made: Date;
    readonly head: string;
    readonly foot: string;
  }): Promise<PdfPages> {
    const { paper, fonts, title, made, head, foot } = options;
    // PDF/A keeps for decades: every font is inside, and nothing hangs on the program that shows it.
    const document = new PDFDocument({
      size: paper === 'A4' ? 'A4' : 'LETTER',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-2b',
      lang: 'en',
      info: { Title: title, Creator: 'Nexus Edge Workstation', CreationDate: made, ModDate: made },
    });
    const pages = new PdfPages(document, await PdfText.of(document, fonts), head, foot);
    pages.newPage();
    return pages;
  }

  get width(): number {
    return this.#document.page.width - 2 * MARGIN;
  }

  /** What is left of this page. */
  get room(): number {
    return this.#document.page.height - MARGIN - FOOT - this.#y;
  }

  newPage(): void {
    this.#document.addPage();
    this.#y = MARGIN + HEAD;
  }

  /** What follows stands together: begins a page where there is less room than `points`. */
  keep(points: number): void {
    const most = this.#document.page.height - 2 * MARGIN - HEAD - FOOT;
    if (this.room < Math.min(points, most)) this.newPage();
  }

  gap(points: number): void {
    this.#y += points;
  }

  paragraph(text: string, { size = SIZE, weight = 'plain' }: { size?: number; weight?: Weight } = {}): void {
    if (text === '') return;
    const leading = (size * LEADING) / SIZE;
    for (const line of this.#text.lines(text, this.width, size, weight)) {
      this.keep(leading);
      this.#text.line(line, MARGIN, this.#y, size, weight);
      this.#y += leading;
    }
  }

  /** How high a table of these rows is without a break. */
  tableHeight(columns: readonly Column[], rows: readonly (readonly string[])[]): number {
    const widths = this.#widths(columns);
    const height = (cells: readonly string[]): number => this.#cells(cells, widths).height;
    return rows.reduce((sum, row) => sum + height(row), height(columns.map(({ title }) => title)));
  }

  /** A table with lines between its rows; its head is repeated on each page. A long one lets other work have its turn. */
  async table(columns: readonly Column[], rows: readonly (readonly string[])[]): Promise<void> {
    const widths = this.#widths(columns);
    const titles = columns.map(({ title }) => title);
    this.#row(titles, widths, 'strong');
    for (const [index, row] of rows.entries()) {
      if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await turn();
      const { height } = this.#cells(row, widths);
      if (this.room < height) {
        this.newPage();
        this.#row(titles, widths, 'strong');
      }
      this.#row(row, widths, 'plain');
    }
  }

  /** A picture no wider than the page and no higher than `most`; one that cannot be shown is named. */
  picture(content: Buffer, name: string, most: number): void {
    this.keep(most + LEADING);
    try {
      this.#document.image(content, MARGIN, this.#y, { fit: [this.width, most] });
      this.#y += most + 2;
      this.paragraph(name, { size: 8 });
    } catch {
      this.paragraph(`${name}: this picture cannot be printed.`);
    }
  }

  /** The finished file. */
  async end(): Promise<Buffer> {
    const { start, count } = this.#document.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      if (page % ROWS_A_TURN === 0) await turn();
      this.#document.switchToPage(page);
      const { height, width } = this.#document.page;
      this.#text.line(this.#head, MARGIN, MARGIN, SIZE, 'strong');
      this.#rule(MARGIN + 16);
      this.#rule(height - MARGIN - 14);
      this.#text.line(this.#foot, MARGIN, height - MARGIN - 10, 7);
      const number = `Page ${page - start + 1} of ${count}`;
      this.#text.line(number, width - MARGIN - this.#text.width(number, SIZE), MARGIN, SIZE);
    }
    this.#document.end();
    return await this.#done;
  }

  #widths(columns: readonly Column[]): readonly number[] {
    const all = columns.reduce((sum, { share }) => sum + share, 0);
    return columns.map(({ share }) => (share / all) * this.width);
  }

  #cells(cells: readonly string[], widths: readonly number[], weight: Weight = 'plain') {
    const lines = cells.map((cell, at) => this.#text.lines(cell, widths[at]! - 2 * PAD, SIZE, weight));
    return { lines, height: Math.max(...lines.map(({ length }) => length)) * LEADING + 2 * PAD };
  }

  #row(cells: readonly string[], widths: readonly number[], weight: Weight): void {
    const { lines, height } = this.#cells(cells, widths, weight);
    let x = MARGIN;
    lines.forEach((cell, at) => {
      cell.forEach((line, row) => this.#text.line(line, x + PAD, this.#y + PAD + row * LEADING, SIZE, weight));
      x += widths[at]!;
    });
    this.#y += height;
    this.#rule(this.#y);
  }

  #rule(y: number): void {
    this.#document
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.5)
      .strokeColor('black')
      .stroke();
  }
}
