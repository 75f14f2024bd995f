import { readFile } from 'node:fs/promises';
import type PDFDocument from 'pdfkit';

export type PdfDocument = InstanceType<typeof PDFDocument>;
export type Weight = 'plain' | 'strong';

const SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'greek'] as const;
type Subset = (typeof SUBSETS)[number];
const WEIGHTS = { plain: 400, strong: 600 } as const;

/** Which file has a character; the files are those that pages are made with, cut by script. */
const RANGES: readonly (readonly [from: number, to: number, subset: Subset])[] = [
  [0x20, 0x7e, 'latin'],
  [0xa0, 0xff, 'latin'],
  [0x131, 0x131, 'latin'],
  [0x152, 0x153, 'latin'],
  [0x2013, 0x2014, 'latin'],
  [0x2018, 0x201e, 'latin'],
  [0x2022, 0x2026, 'latin'],
  [0x20ac, 0x20ac, 'latin'],
  [0x2122, 0x2122, 'latin'],
  [0x2212, 0x2212, 'latin'],
  [0x100, 0x2ba, 'latin-ext'],
  [0x1e00, 0x1e9f, 'latin-ext'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x45f, 'cyrillic'],
  [0x490, 0x491, 'cyrillic'],
  [0x2116, 0x2116, 'cyrillic'],
];

/** What no file has, in words that it has. */
const INSTEAD: Readonly<Record<string, string>> = {
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '✔': 'x',
  '\u2009': ' ',
  '\u202f': ' ',
};

/** No line on paper has more characters; nothing longer is measured. */
const LONGEST = 300;

interface Run {
  readonly text: string;
  readonly subset: Subset;
}

/** Text in a document: by script from several fonts, broken into lines by words. Sizes and places in points. */
export class PdfText {
  readonly #document: PdfDocument;

  private constructor(document: PdfDocument) {
    this.#document = document;
  }

  /** Gives a document its fonts. @param folder of the font files. */
  static async of(document: PdfDocument, folder: URL): Promise<PdfText> {
    for (const subset of SUBSETS) {
      for (const [weight, number] of Object.entries(WEIGHTS)) {
        document.registerFont(
          `${subset} ${weight}`,
          await readFile(new URL(`inter-${subset}-${number}-normal.woff`, folder)),
        );
      }
    }
    return new PdfText(document);
  }

  /** The lines that a text takes in a width; a word that is longer than a line is cut. */
  lines(text: string, widthPt: number, sizePt: number, weight: Weight = 'plain'): readonly string[] {
    const lines: string[] = [];
    for (const paragraph of printable(text).split('\n')) {
      let line = '';
      for (const word of paragraph.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (longer.length <= LONGEST && this.width(longer, sizePt, weight) <= widthPt) {
          line = longer;
          continue;
        }
        if (line !== '') lines.push(line);
        line = word;
        while (line.length > LONGEST || (line.length > 1 && this.width(line, sizePt, weight) > widthPt)) {
          const fits = this.#longest(line, widthPt, sizePt, weight);
          lines.push(line.slice(0, fits));
          line = line.slice(fits);
        }
      }
      lines.push(line);
    }
    return lines;
  }

  width(text: string, sizePt: number, weight: Weight = 'plain'): number {
    let width = 0;
    for (const run of runsOf(printable(text)))
      width += this.#document.font(`${run.subset} ${weight}`).fontSize(sizePt).widthOfString(run.text);
    return width;
  }

  /** One line at a place; its top is at `y`. */
  line(text: string, x: number, y: number, sizePt: number, weight: Weight = 'plain'): void {
    let at = x;
    for (const run of runsOf(printable(text))) {
      const font = this.#document.font(`${run.subset} ${weight}`).fontSize(sizePt);
      font.text(run.text, at, y, { lineBreak: false });
      at += font.widthOfString(run.text);
    }
  }

  #longest(text: string, widthPt: number, sizePt: number, weight: Weight): number {
    let [low, high] = [1, Math.min(text.length, LONGEST)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.width(text.slice(0, middle), sizePt, weight) <= widthPt) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Only characters that a font here has; others stand as a question mark. */
function printable(text: string): string {
  return Array.from(text, (letter) => {
    if (letter === '\n') return letter;
    return INSTEAD[letter] ?? (subsetOf(letter) ? letter : '?');
  }).join('');
}

function runsOf(text: string): readonly Run[] {
  const runs: { text: string; subset: Subset }[] = [];
  for (const letter of text) {
    const subset = letter === ' ' ? (runs.at(-1)?.subset ?? 'latin') : (subsetOf(letter) ?? 'latin');
    const last = runs.at(-1);
    if (last?.subset === subset) last.text += letter;
    else runs.push({ text: letter, subset });
  }
  return runs;
}

function subsetOf(letter: string): Subset | undefined {
  const code = letter.codePointAt(0)!;
  return RANGES.find(([from, to]) => code >= from && code <= to)?.[2];
}
