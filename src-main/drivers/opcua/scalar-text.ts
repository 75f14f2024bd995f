import type { NodeId } from 'node-opcua-client';
import { UA_TYPE, uaTypeName } from './data-types.ts';

/** What the library makes of 64-bit integers: high and low half. */
export type Halves = readonly [high: number, low: number];

export function wideInteger(high: number, low: number, isSigned: boolean): bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return isSigned ? BigInt.asIntN(64, bits) : bits;
}

export function noValue(): string {
  return 'The node has no value. Check it on the server.';
}

/** Why there is no text of a value. */
export function noSingleValue(type: number, value: unknown): string {
  if (value === null || value === undefined) return noValue();
  const name = type === UA_TYPE.ExtensionObject ? structureName(value) : uaTypeName(type);
  return `The node holds a value of ${name}, which is no single value. Choose a variable below it.`;
}

/** `EUInformation`; of a type that the library does not know, the number of its encoding on the server. */
function structureName(value: unknown): string {
  const { schema, nodeId } = value as { readonly schema?: { readonly name?: string }; readonly nodeId?: NodeId };
  const name = nodeId ? nodeId.toString() : schema?.name;
  return name === undefined ? 'a structure' : `the structure ${name}`;
}

/** Texts, and what is shown as one; undefined where there is none. */
export function textOf(type: number, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case UA_TYPE.String:
    case UA_TYPE.Guid:
    case UA_TYPE.XmlElement:
      return value as string;
    case UA_TYPE.DateTime:
      return dateText(value as Date & { readonly picoseconds?: number });
    case UA_TYPE.LocalizedText:
      return (value as { readonly text?: string | null }).text ?? '';
    case UA_TYPE.QualifiedName:
      return (value as { readonly name?: string | null }).name ?? '';
    case UA_TYPE.NodeId:
    case UA_TYPE.ExpandedNodeId:
      return (value as NodeId).toString();
    default:
      return undefined;
  }
}

/** ISO 8601 in UTC, with the 100 ns that the protocol has where there are any: `2026-11-21T17:41:18.3826630Z`. */
function dateText(date: Date & { readonly picoseconds?: number }): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  const ticks = Math.floor((date.picoseconds ?? 0) / 100_000);
  return ticks === 0 ? text : `${text.slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}
