import { valueText } from './tag-cell.ts';
import type { TagSheet } from './tag-sheet.ts';
import { type FoundTag, textTable } from './text-table.ts';

type Form = Readonly<Record<string, unknown>>;
const isForm = (value: unknown): value is Form => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ignition's Int8 has eight bytes. */
const TYPES: Readonly<Record<string, string>> = {
  Boolean: 'bool',
  Int1: 'int8',
  Int2: 'int16',
  Int4: 'int32',
  Int8: 'int64',
  Float4: 'float32',
  Float8: 'float64',
  String: 'string',
};

/** Whether a JSON value is what Ignition writes by “Export Tags”. */
export const isIgnition = (value: unknown): value is Form =>
  isForm(value) && ('tagType' in value || isIgnitionList(value['tags']));

const isIgnitionList = (tags: unknown): boolean =>
  Array.isArray(tags) && tags.some((tag) => isForm(tag) && 'tagType' in tag);

/** The OPC tags of an export, folders as part of their names; what is no OPC tag is counted in the notes. */
export function ignitionSheet(value: Form): Omit<TagSheet, 'parts' | 'part'> {
  const tags: FoundTag[] = [];
  const others = new Map<string, number>();
  const waiting: { readonly value: unknown; readonly folder: string }[] = [{ value, folder: '' }];
  for (let item = waiting.shift(); item; item = waiting.shift()) {
    const { value: tag, folder } = item;
    if (!isForm(tag)) continue;
    const [name, type, list] = [valueText(tag['name']), valueText(tag['tagType']), tag['tags']];
    const path = folder === '' ? name : `${folder}/${name}`;
    const isRoot = type === 'Provider' || name === '';
    if (type === 'UdtType') others.set('UDT definitions', (others.get('UDT definitions') ?? 0) + 1);
    else if (Array.isArray(list))
      waiting.unshift(...list.map((inner: unknown) => ({ value: inner, folder: isRoot ? folder : path })));
    else if (tag['valueSource'] === 'opc') tags.push({ line: tags.length + 1, cells: cellsOf(tag, path) });
    else {
      const kind =
        type === 'UdtInstance' ? 'UDT instances' : `tags of the kind “${valueText(tag['valueSource']) || 'memory'}”`;
      others.set(kind, (others.get(kind) ?? 0) + 1);
    }
  }
  const notes = [...others].map(
    ([kind, count]) => `${count} ${kind} have no OPC item of their own. They are left out.`,
  );
  return textTable('ignition', tags, notes);
}

function cellsOf(tag: Form, name: string): Readonly<Record<string, string>> {
  const text = (key: string): string => valueText(tag[key]);
  const path = tag['opcItemPath'];
  const scaleMode = text('scaleMode');
  const isScaled = scaleMode === 'Linear' || scaleMode === 'Square Root' || scaleMode === 'SquareRoot';
  const clamp = text('clampMode');
  const clampsLow = clamp.includes('Low') || clamp.includes('Both');
  const clampsHigh = clamp.includes('High') || clamp.includes('Both');
  return {
    name,
    // A path with parameters of a UDT is a map; as JSON it is named as what it is.
    address: isForm(path) ? valueText(path['binding'] ?? path) : valueText(path),
    data_type: TYPES[text('dataType')] ?? text('dataType').toLowerCase(),
    access: tag['readOnly'] === true || tag['readOnly'] === undefined ? 'read' : 'read_write',
    enabled: tag['enabled'] === false ? 'no' : '',
    scaling: isScaled && scaleMode !== 'Linear' ? 'square_root' : '',
    raw_low: isScaled ? text('rawLow') || '0' : '',
    raw_high: isScaled ? text('rawHigh') || '10' : '',
    eu_low: isScaled ? text('scaledLow') || '0' : text('engLow'),
    eu_high: isScaled ? text('scaledHigh') || '10' : text('engHigh'),
    clamp_low: clampsLow ? text('scaledLow') : '',
    clamp_high: clampsHigh ? text('scaledHigh') : '',
    unit: text('engUnit'),
    'deadband.absolute': text('deadbandMode') === 'Percent' ? '' : text('deadband'),
    description: text('documentation') || text('tooltip'),
  };
}
