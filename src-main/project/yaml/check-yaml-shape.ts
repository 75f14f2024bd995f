import { type Document, isAlias, isCollection, isNode, isScalar, type Node, visit } from 'yaml';
import type { FaultCode } from '../check/fault-codes.ts';

const FORBIDDEN: readonly unknown[] = ['__proto__', 'constructor', 'prototype'];

/** Looks for what a document must not hold although YAML allows it. @param report takes an offset of the text. */
export function checkYamlShape(
  document: Document,
  report: (code: FaultCode, message: string, offset: number | undefined) => void,
): void {
  const offsetOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
  visit(document, {
    Pair: (_key, { key }) => {
      if (isCollection(key)) report('SYNTAX', 'A key is a list or a map. Write a plain word.', offsetOf(key));
      const word = isScalar(key) ? key.value : undefined;
      if (FORBIDDEN.includes(word))
        report('FORBIDDEN_KEY', `The key “${String(word)}” is not allowed. Remove it.`, offsetOf(key));
    },
    Alias: (_key, alias, path) => {
      const target = isAlias(alias) ? alias.resolve(document) : undefined;
      const name = `*${alias.source}`;
      if (!target)
        report(
          'SYNTAX',
          `“${name}” refers to nothing above it. Put texts that start with “*” in quotes.`,
          offsetOf(alias),
        );
      else if (path.includes(target))
        report('SYNTAX', `“${name}” refers to the value that it stands in. Write the value out.`, offsetOf(alias));
    },
  });
}
