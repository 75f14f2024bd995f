import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/**
 * Brings a YAML text to a new content and leaves the rest as it is: comments, order, and how a value was written stay
 * wherever the value itself stays. Entries of lists are recognised by `uid` or `id`, so that a tag keeps its comments
 * when another one is put before it.
 *
 * @param next plain data; keys that are undefined are left out.
 */
export function patchYaml(text: string, next: unknown): string {
  const document = parseDocument(text);
  document.contents = patched(document, document.contents as Node | null, next) as typeof document.contents;
  return document.toString({ lineWidth: 0 });
}

/** The node that says `next`: the old one where it can be kept, with its comments. */
function patched(document: Document, node: Node | null, next: unknown): Node {
  if (node && isDeepStrictEqual(node.toJS(document), next)) return node;
  if (isMap(node) && isRecord(next)) return patchedMap(document, node, next);
  if (isSeq(node) && Array.isArray(next)) return patchedList(document, node, next);
  if (isScalar(node) && (typeof next !== 'object' || next === null)) {
    node.value = next;
    // How the old value was written says nothing of the new one.
    delete node.source;
    delete node.format;
    return node;
  }
  const fresh = document.createNode(next) as Node;
  if (node?.commentBefore) fresh.commentBefore = node.commentBefore;
  return fresh;
}

function patchedMap(document: Document, map: YAMLMap, next: Readonly<Record<string, unknown>>): Node {
  for (const key of map.items.map((pair) => keyOf(pair.key))) {
    if (next[key] === undefined) map.delete(key);
  }
  for (const [key, value] of Object.entries(next)) {
    if (value === undefined) continue;
    const pair = map.items.find((item) => keyOf(item.key) === key);
    if (pair) pair.value = patched(document, pair.value as Node | null, value);
    else map.items.push(document.createPair(key, value));
  }
  return map;
}

function patchedList(document: Document, list: YAMLSeq, next: readonly unknown[]): Node {
  const left = [...(list.items as Node[])];
  // The parser gives a comment above the first entry to the list; it is the entry's, and goes with it.
  if (list.commentBefore && left[0] && !left[0].commentBefore) {
    left[0].commentBefore = list.commentBefore;
    list.commentBefore = null;
  }
  const byIdentity = new Map(left.map((item) => [identityOf(item.toJS(document)), item] as const));
  list.items = next.map((value, index) => {
    const identity = identityOf(value);
    const old = identity === undefined ? left[index] : byIdentity.get(identity);
    return patched(document, old ?? null, value);
  });
  return list;
}

function identityOf(value: unknown): unknown {
  return isRecord(value) ? (value['uid'] ?? value['id']) : undefined;
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
