import type { NodeId } from 'node-opcua-client';
import { formatAddress, type Identifier } from './address.ts';

const KINDS: readonly Identifier['kind'][] = ['i', 's', 'g', 'b'];
/** NodeIdType of the library: numeric, string, GUID, byte string. */
const FIRST_TYPE = 1;

/**
 * The address of a node in our notation, its namespace by URI where the server has one for it; undefined for a NodeId
 * that cannot be written.
 */
export function addressOf(
  { identifierType, value, namespace }: NodeId,
  namespaces: readonly string[],
): string | undefined {
  const kind = KINDS[identifierType - FIRST_TYPE];
  if (!kind) return undefined;
  const uri = namespaces[namespace];
  const identifier = identifierOf(kind, value);
  // oxlint-disable-next-line no-control-regex -- addresses are shown and written to files.
  if (!identifier || /[\u0000-\u001f\u007f]/.test(String(identifier.value))) return undefined;
  const space = namespace === 0 || uri === undefined || uri === '' ? { index: namespace } : { uri };
  return formatAddress({ namespace: space, identifier, element: undefined });
}

function identifierOf(kind: Identifier['kind'], value: NodeId['value']): Identifier | undefined {
  if (kind === 'i') return typeof value === 'number' ? { kind, value } : undefined;
  if (kind === 'b')
    return value instanceof Uint8Array ? { kind, value: Buffer.from(value).toString('base64') } : undefined;
  if (typeof value !== 'string') return undefined;
  return kind === 'g' ? { kind, value: value.toLowerCase() } : { kind, value };
}
