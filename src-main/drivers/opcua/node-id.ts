import type { NodeId } from 'node-opcua-client';
import type { NodeAddress } from './address.ts';
import type { Library } from './library.ts';

/** What a namespace URI is on this server now; undefined where the server does not have it. */
export function namespaceIndex({ namespace }: NodeAddress, namespaces: readonly string[]): number | undefined {
  if ('index' in namespace) return namespace.index;
  const index = namespaces.indexOf(namespace.uri);
  return index < 0 ? undefined : index;
}

/** The NodeId of an address on this server; undefined where it has no such namespace. */
export function makeNodeId(
  { client }: Library,
  address: NodeAddress,
  namespaces: readonly string[],
): NodeId | undefined {
  const index = namespaceIndex(address, namespaces);
  if (index === undefined) return undefined;
  const { NodeId: Made } = client;
  const { NUMERIC, STRING, GUID, BYTESTRING } = Made.NodeIdType;
  const { identifier } = address;
  switch (identifier.kind) {
    case 'i':
      return new Made(NUMERIC, identifier.value, index);
    case 's':
      return new Made(STRING, identifier.value, index);
    case 'g':
      return new Made(GUID, identifier.value.toUpperCase(), index);
    case 'b':
      return new Made(BYTESTRING, Buffer.from(identifier.value, 'base64'), index);
    default:
      return identifier satisfies never;
  }
}

/** What to say of an address whose namespace the server does not have. */
export function noNamespaceText(address: NodeAddress): string {
  const uri = 'uri' in address.namespace ? address.namespace.uri : '';
  return `The server has no namespace “${uri}”. Check the address, or browse the server for it.`;
}
