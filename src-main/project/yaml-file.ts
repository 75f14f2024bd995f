import { type Document, isMap, isNode, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './fault.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 20;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

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
  const fault = (code: Fault['code'], message: string, line?: number): Fault => ({
    code,
    file,
    path: '',
    message,
    severity: 'error',
    ...(line !== undefined && { line }),
  });
  if (text.length > MAX_BYTES)
    return { faults: [fault('TOO_LARGE', `The file has ${text.length} characters; the limit is ${MAX_BYTES}.`)] };
  // The parser recurses; a line of brackets must not end the process.
  if (/[[{]{21}/.test(text.replaceAll(/\s/g, '')))
    return { faults: [fault('DEPTH', `The file nests deeper than ${MAX_DEPTH} levels.`)] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const faults = document.errors.map((error) =>
    fault(
      error.code === 'DUPLICATE_KEY' ? 'DUP_KEY' : 'SYNTAX',
      `${error.message.replace(/\.$/, '')}.`,
      lineAt(error.pos[0]),
    ),
  );
  if (faults.length > 0) return { faults };
  faults.push(...shapeFaults(document, fault, lineAt));
  if (faults.length > 0) return { faults };
  const value: unknown = document.toJS({ maxAliasCount: 50 });
  return { yaml: { file, document, value, lineOf: (path) => lineOfPath(document, path, lineAt) }, faults };
}

function shapeFaults(
  document: Document,
  fault: (code: Fault['code'], message: string, line?: number) => Fault,
  lineAt: (offset: number) => number,
): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Node: (_key, _node, path) => (path.length > MAX_DEPTH * 2 ? visit.BREAK : undefined),
    Pair: (_key, pair, path) => {
      const key = isNode(pair.key) ? (pair.key as Node & { value?: unknown }).value : pair.key;
      const at = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      const line = at === undefined ? undefined : lineAt(at);
      if (typeof key === 'string' && FORBIDDEN.has(key))
        faults.push(fault('FORBIDDEN_KEY', `The key “${key}” is not allowed. Remove it.`, line));
      if (path.length > MAX_DEPTH * 2) {
        faults.push(fault('DEPTH', `The file nests deeper than ${MAX_DEPTH} levels.`, line));
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return faults;
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
