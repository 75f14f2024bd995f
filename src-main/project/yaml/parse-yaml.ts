import { Composer, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { NestingGauge } from './nesting-gauge.ts';

export const MAX_DEPTH = 20;

/** What the parser made of a text, or the line where it nests too deep. */
export type Parsed =
  | { readonly kind: 'document'; readonly document: Document; readonly lines: LineCounter }
  | { readonly kind: 'several'; readonly line: number }
  | { readonly kind: 'deep'; readonly line: number | undefined };

/** `parseDocument` of the library with a limit of depth, in the same single pass. */
export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  const gauge = new NestingGauge();
  let isDeep = false;
  function* tokens(): ReturnType<Parser['parse']> {
    lines.addNewLine(0);
    for (const piece of new Lexer().lex(text)) {
      isDeep = gauge.take(piece) > MAX_DEPTH;
      // The document is composed at its end only: nothing is lost by stopping here.
      if (isDeep) return;
      yield* parser.next(piece);
    }
    yield* parser.end();
  }
  const options = { lineCounter: lines, uniqueKeys: true, prettyErrors: false, logLevel: 'silent' } as const;
  const documents: Document[] = [];
  for (const document of new Composer(options).compose(tokens(), true, text.length)) {
    documents.push(document as Document);
    if (documents.length > 1) break;
  }
  if (isDeep) return { kind: 'deep', line: gauge.line };
  const [first, second] = documents;
  if (second) return { kind: 'several', line: lines.linePos(second.range?.[0] ?? 0).line };
  if (first!.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION')) return { kind: 'deep', line: undefined };
  return { kind: 'document', document: first!, lines };
}
