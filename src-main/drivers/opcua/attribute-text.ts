import type { NodeId } from 'node-opcua-client';
import { cleanText } from '../../kernel/clean-text.ts';

const TEXT_MAX = 400;
/** In the order of their bits (OPC 10000-3, 8.57). */
const ACCESS = ['read', 'write', 'history read', 'history write', 'semantic change', 'status write', 'timestamp write'];
const CLASSES: ReadonlyMap<number, string> = new Map([
  [1, 'Object'],
  [2, 'Variable'],
  [4, 'Method'],
  [8, 'ObjectType'],
  [16, 'VariableType'],
  [32, 'ReferenceType'],
  [64, 'DataType'],
  [128, 'View'],
]);
const RANKS: ReadonlyMap<number, string> = new Map([
  [-3, 'single value or list'],
  [-2, 'any'],
  [-1, 'single value'],
  [0, 'list of one or more dimensions'],
  [1, 'list'],
]);

/** What an attribute or a property says, for people: access as words, structures as `low 0, high 12`. */
export function attributeText(name: string, value: unknown): string {
  if (name === 'NodeClass') return CLASSES.get(value as number) ?? String(value);
  if (name === 'AccessLevel' || name === 'UserAccessLevel')
    return ACCESS.filter((_word, bit) => (Number(value) >> bit) & 1).join(', ') || 'none';
  if (name === 'ValueRank') return RANKS.get(value as number) ?? `${String(value)} dimensions`;
  if (name === 'MinimumSamplingInterval') return Number(value) < 0 ? 'not known' : `${Number(value)} ms`;
  return cleanText(plainText(value), TEXT_MAX);
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return listText(value as ArrayLike<unknown>);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value as number);
  return structureText(value);
}

const MOST_SHOWN = 32;

function listText(list: ArrayLike<unknown>): string {
  const shown = Array.from({ length: Math.min(list.length, MOST_SHOWN) }, (_, i) => plainText(list[i]));
  return list.length > MOST_SHOWN ? `${shown.join(', ')}, … (${list.length})` : shown.join(', ');
}

function structureText(value: object): string {
  const { text, name, namespaceIndex, identifierType } = value as {
    readonly text?: unknown;
    readonly name?: unknown;
    readonly namespaceIndex?: unknown;
    readonly identifierType?: unknown;
  };
  if (identifierType !== undefined) return (value as NodeId).toString();
  // A localized text, a qualified name.
  if ('locale' in value) return typeof text === 'string' ? text : '';
  if (typeof namespaceIndex === 'number' && typeof name === 'string')
    return namespaceIndex === 0 ? name : `${namespaceIndex}:${name}`;
  return Object.entries(value)
    .filter(([key, part]) => !key.startsWith('_') && key !== 'schema' && typeof part !== 'function')
    .map(([key, part]) => `${key} ${plainText(part)}`)
    .join(', ');
}
