import { type Document, isMap, isNode, isSeq } from 'yaml';
import type { Fault } from '../check/fault.ts';
import { faultIn } from '../check/fault-at.ts';
import type { FaultCode } from '../check/fault-codes.ts';
import { checkYamlShape } from './check-yaml-shape.ts';
import { MAX_DEPTH, parseYaml } from './parse-yaml.ts';
import { syntaxText } from './yaml-syntax.ts';

/** Of one file: 20,000 tags with all their settings fit well. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** How often one value may be repeated by aliases; more is a file made to use up memory. */
const MAX_ALIASES = 50;
/** One slip makes the parser stumble again and again. */
const SYNTAX_TOLD = 20;

/** A YAML file that was read, with what is needed to point into it and to write it back with its comments. */
export interface YamlFile {
  readonly file: string;
  readonly document: Document;
  readonly value: unknown;
  /** 1-based line of a path, or of the nearest thing above it. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/** Reads one file. Faults of syntax and shape come back instead of the file; nothing is guessed and nothing thrown. */
export function readYaml(file: string, text: string): { readonly yaml?: YamlFile; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const report = (code: FaultCode, message: string, line?: number): void => {
    faults.push(faultIn(file, code, message, { line }));
  };
  if (text.length > MAX_FILE_BYTES) {
    report('TOO_LARGE', tooLarge(text.length));
    return { faults };
  }
  const parsed = parseYaml(text);
  if (parsed.kind === 'deep') {
    report('DEPTH', `Lists and maps nest deeper than ${MAX_DEPTH} levels here. Write the file flatter.`, parsed.line);
    return { faults };
  }
  if (parsed.kind === 'several') {
    report('SYNTAX', 'A second document starts here. Keep one in each file, and remove the “---”.', parsed.line);
    return { faults };
  }
  const { document, lines } = parsed;
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  for (const { code, pos } of document.errors.slice(0, SYNTAX_TOLD)) {
    const { line, col } = lines.linePos(pos[0]);
    const word = /^["']?([^\s:"',}\]]{1,60})/.exec(text.slice(pos[0], pos[0] + 64))?.[1] ?? '';
    if (code === 'DUPLICATE_KEY') report('DUP_KEY', `“${word}” stands twice in the same map. Keep one of them.`, line);
    else report('SYNTAX', `Column ${col}: ${syntaxText(code)}`, line);
  }
  if (faults.length > 0) return { faults };
  checkYamlShape(document, (code, message, offset) =>
    report(code, message, offset === undefined ? undefined : lineAt(offset)),
  );
  if (faults.length > 0) return { faults };
  const value = plainValue(document);
  if (value instanceof Error) {
    report('SYNTAX', `Values are repeated by “*” more than ${MAX_ALIASES} times. Write them out.`);
    return { faults };
  }
  return { yaml: { file, document, value, lineOf: (path) => lineOfPath(document, path, lineAt) }, faults };
}

/** @param size in bytes. */
export function tooLarge(size: number): string {
  return `The file has ${(size / 2 ** 20).toFixed(1)} MiB; the limit is ${MAX_FILE_BYTES / 2 ** 20} MiB. It was not read. Split the device.`;
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return error;
  }
}

function lineOfPath(
  document: Document,
  path: readonly PropertyKey[],
  lineAt: (offset: number) => number,
): number | undefined {
  let node: unknown = document.contents;
  let line = isNode(node) && node.range ? lineAt(node.range[0]) : undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String((item.key as { value?: unknown } | null)?.value) === String(step));
      if (!pair) return line;
      if (isNode(pair.key) && pair.key.range) line = lineAt(pair.key.range[0]);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node) && node.range) line = lineAt(node.range[0]);
    } else return line;
  }
  return line;
}
