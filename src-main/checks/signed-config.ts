import { createHash } from 'node:crypto';
import type { Tag } from '../../src-shared/domain/tag.ts';

/** What of a tag decides which number a signal gives. Names, intervals and deadbands do not. */
const FIELDS = [
  'address',
  'data_type',
  'byte_order',
  'length',
  'scale',
  'offset',
  'scaling',
  'raw_low',
  'raw_high',
  'eu_low',
  'eu_high',
  'clamp_low',
  'clamp_high',
  'unit',
  'unit_from',
  'enum',
] as const satisfies readonly (keyof Tag)[];

export type SignedConfig = Readonly<Record<string, unknown>>;

/**
 * The configuration that a signature is about: of the tag in full, of its device the protocol and the hash of the
 * connection, which may name secrets.
 */
export function signedConfig(
  tag: Tag,
  device: { readonly protocol: string; readonly connection: unknown },
): SignedConfig {
  const facts = FIELDS.flatMap((field) => (tag[field] === undefined ? [] : [[field, tag[field]] as const]));
  return { ...Object.fromEntries(facts), protocol: device.protocol, connection: hashOf(device.connection) };
}

/** SHA-256 of a configuration, whatever the order of its keys. */
export const hashOf = (config: unknown): string => createHash('sha256').update(canonical(config)).digest('hex');

/** What differs, in words: `scale 1 → 2`; the connection only by its name. */
export function configChanges(before: SignedConfig, after: SignedConfig): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => canonical(before[field]) !== canonical(after[field]))
    .map((field) =>
      field === 'connection' ? 'connection of the device' : `${field} ${shown(before[field])} → ${shown(after[field])}`,
    );
}

const shown = (value: unknown): string =>
  value === undefined
    ? 'none'
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : JSON.stringify(value);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
}
