import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Of OPC UA itself. Its index is 0 on every server. */
const UA_NAMESPACE = 'http://opcfoundation.org/UA/';
const MAX_LENGTH = 4_096;

/** Whose namespace a node is in: by its URI, which outlives a change of the server, or by its index of today. */
export type Namespace = { readonly uri: string } | { readonly index: number };

export type Identifier =
  | { readonly kind: 'i'; readonly value: number }
  | { readonly kind: 's'; readonly value: string }
  /** Lower case, with hyphens. */
  | { readonly kind: 'g'; readonly value: string }
  /** Base64, padded. */
  | { readonly kind: 'b'; readonly value: string };

/** A NodeId as people write it, and which element of an array is meant. */
export interface NodeAddress {
  readonly namespace: Namespace;
  readonly identifier: Identifier;
  /** From 0; undefined where the whole value is meant. */
  readonly element: number | undefined;
}

const EXAMPLES = 'Write for example nsu=http://example.com/plant;s=Line1.Speed, ns=2;s=Line1.Speed or i=2258.';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function fault(text: string, fact: string): NexusError {
  const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return new NexusError('NX_ADDRESS_SYNTAX', `“${shown}” ${fact}`, { field: 'address', address: shown });
}

/**
 * Reads `nsu=URI;s=…`, `ns=2;i=5`, `s=…` with `[n]` behind it for one element of an array. Case of the keys does not
 * matter; what stands behind `s=` is taken as it is, and a `[n]` at its end is an element, so that a name that ends
 * that way needs `s=name[5][]`.
 *
 * @throws NexusError NX_ADDRESS_SYNTAX, with the next step.
 */
export function parseAddress(text: string): NodeAddress {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH)
    throw fault(trimmed, `is longer than ${MAX_LENGTH} characters, more than a NodeId has.`);
  // oxlint-disable-next-line no-control-regex -- NodeIds are shown and written to files.
  if (/[\u0000-\u001f\u007f]/.test(trimmed)) throw fault(trimmed, 'has characters that cannot be seen. Type it anew.');
  const { namespace, rest } = splitNamespace(trimmed);
  const { body, element } = splitElement(trimmed, rest);
  const [, kind, value] = /^([isgb])=(.*)$/is.exec(body) ?? [];
  if (kind === undefined || value === undefined) {
    const bare = /^nsu?=[^;]+;([\w .-]+)$/.exec(trimmed)?.[1];
    const space = bare && trimmed.slice(0, -bare.length);
    const fact = `has no identifier type. Write ${space}s=${bare} (text) or ${space}i=1042 (number).`;
    throw fault(trimmed, bare ? fact : `is not a NodeId. ${EXAMPLES}`);
  }
  return { namespace, identifier: readIdentifier(trimmed, kind.toLowerCase(), value), element };
}

function splitNamespace(text: string): { readonly namespace: Namespace; readonly rest: string } {
  const byUri = /^nsu=(.*?);(?=[isgb]=)(.*)$/is.exec(text);
  if (byUri) {
    const uri = byUri[1]!.trim();
    if (uri === '') throw fault(text, `names no namespace behind nsu=. ${EXAMPLES}`);
    return { namespace: uri === UA_NAMESPACE ? { index: 0 } : { uri: unescapeUri(uri) }, rest: byUri[2]! };
  }
  const byIndex = /^ns=(\d{1,9});(.*)$/is.exec(text);
  if (!byIndex) return { namespace: { index: 0 }, rest: text };
  const index = Number(byIndex[1]);
  if (index > 0xffff) throw fault(text, `has namespace index ${index}, and there are 0–65535. ${EXAMPLES}`);
  return { namespace: { index }, rest: byIndex[2]! };
}

/** `%3B` and `%25` in a URI stand for what would end it (OPC 10000-6, 5.3.1.11). */
const unescapeUri = (uri: string): string => uri.replace(/%3b/gi, ';').replace(/%25/g, '%');
const escapeUri = (uri: string): string => uri.replaceAll('%', '%25').replaceAll(';', '%3B');

function splitElement(text: string, rest: string): { readonly body: string; readonly element: number | undefined } {
  const [, body, digits] = /^(.*)\[(\d*)\]$/s.exec(rest) ?? [];
  if (body === undefined || digits === undefined) return { body: rest, element: undefined };
  if (digits === '') return { body, element: undefined };
  const element = Number(digits);
  if (element > 0x7fff_ffff) throw fault(text, `asks for element ${digits}, beyond the end of every array.`);
  return { body, element };
}

function readIdentifier(text: string, kind: string, value: string): Identifier {
  switch (kind) {
    case 'i':
      if (!/^\d{1,10}$/.test(value) || Number(value) > 0xffff_ffff)
        throw fault(text, `has “${value}” behind i=, and numbers are 0–4294967295. ${EXAMPLES}`);
      return { kind, value: Number(value) };
    case 's':
      if (value === '') throw fault(text, `has nothing behind s=. ${EXAMPLES}`);
      return { kind, value };
    case 'g':
      if (!GUID.test(value))
        throw fault(text, `has no GUID behind g=. Write for example ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a.`);
      return { kind, value: value.toLowerCase() };
    default:
      if (value === '' || !BASE64.test(value))
        throw fault(text, 'has no base64 behind b=. Write for example ns=1;b=M/RbKBs=.');
      return { kind: 'b', value: Buffer.from(value, 'base64').toString('base64') };
  }
}

/** The address in our notation. */
export function formatAddress({ namespace, identifier, element }: NodeAddress): string {
  const space =
    'uri' in namespace ? `nsu=${escapeUri(namespace.uri)};` : namespace.index === 0 ? '' : `ns=${namespace.index};`;
  const name = `${identifier.kind}=${identifier.value}`;
  if (element !== undefined) return `${space}${name}[${element}]`;
  // A name that ends like an element is marked as whole.
  return `${space}${name}${identifier.kind === 's' && /\[\d*\]$/.test(identifier.value) ? '[]' : ''}`;
}
