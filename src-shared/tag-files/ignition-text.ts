import { valueText } from './tag-cell.ts';
import type { WrittenTag } from './write-tag-file.ts';

const TYPES: Readonly<Record<string, string>> = {
  bool: 'Boolean',
  int8: 'Int1',
  uint8: 'Int2',
  int16: 'Int2',
  uint16: 'Int4',
  int32: 'Int4',
  uint32: 'Int8',
  int64: 'Int8',
  uint64: 'Int8',
  float32: 'Float4',
  float64: 'Float8',
  string: 'String',
};

/** Whether an address is one that Ignition's OPC client takes as it is: a NodeId. */
export const isNodeId = (address: unknown): boolean =>
  typeof address === 'string' && /^(?:nsu?=[^;]*;)?[isgb]=./.test(address);

/** Tags whose addresses are NodeIds as OPC tags of Ignition, `Folder/Name` in folders. @param server name of the OPC connection. */
export function ignitionText(server: string, tags: readonly WrittenTag[]): string {
  const root: Folder = { tags: [], folders: new Map() };
  for (const { form } of tags) {
    const path = (valueText(form['name']) || valueText(form['id'])).split('/').filter((part) => part !== '');
    const name = path.pop() ?? valueText(form['id']);
    const folder = path.reduce<Folder>((into, part) => {
      const next: Folder = into.folders.get(part) ?? { tags: [], folders: new Map() };
      into.folders.set(part, next);
      return next;
    }, root);
    folder.tags.push(ignitionTag(server, name, form));
  }
  return `${JSON.stringify({ name: '', tagType: 'Provider', tags: listOf(root) }, null, 2)}\n`;
}

interface Folder {
  readonly tags: Record<string, unknown>[];
  readonly folders: Map<string, Folder>;
}

const listOf = ({ tags, folders }: Folder): readonly unknown[] => [
  ...[...folders].map(([name, inner]) => ({ name, tagType: 'Folder', tags: listOf(inner) })),
  ...tags,
];

function ignitionTag(server: string, name: string, form: WrittenTag['form']): Record<string, unknown> {
  const { raw_low, raw_high, eu_low, eu_high, unit, description, address } = form;
  const isScaled = [raw_low, raw_high, eu_low, eu_high].every((value) => typeof value === 'number');
  return {
    name,
    tagType: 'AtomicTag',
    valueSource: 'opc',
    opcServer: server,
    opcItemPath: address,
    dataType: TYPES[valueText(form['data_type'])] ?? 'Float8',
    readOnly: form['access'] !== 'read_write',
    enabled: form['enabled'] !== false,
    ...(isScaled
      ? {
          scaleMode: form['scaling'] === 'square_root' ? 'Square Root' : 'Linear',
          rawLow: raw_low,
          rawHigh: raw_high,
          scaledLow: eu_low,
          scaledHigh: eu_high,
        }
      : { ...(eu_low !== undefined && { engLow: eu_low }), ...(eu_high !== undefined && { engHigh: eu_high }) }),
    ...(unit !== undefined && { engUnit: unit }),
    ...(description !== undefined && { documentation: description }),
  };
}
