import { readXml } from './read-xml.ts';
import type { TagSheet } from './tag-sheet.ts';
import { textTable } from './text-table.ts';

/** Data types of namespace 0 by their number; others are told by the server. */
const TYPES: Readonly<Record<string, string>> = {
  'i=1': 'bool',
  'i=2': 'int8',
  'i=3': 'uint8',
  'i=4': 'int16',
  'i=5': 'uint16',
  'i=6': 'int32',
  'i=7': 'uint32',
  'i=8': 'int64',
  'i=9': 'uint64',
  'i=10': 'float32',
  'i=11': 'float64',
  'i=12': 'string',
};
const TYPE_NUMBERS: Readonly<Record<string, string>> = {
  Boolean: 'i=1',
  SByte: 'i=2',
  Byte: 'i=3',
  Int16: 'i=4',
  UInt16: 'i=5',
  Int32: 'i=6',
  UInt32: 'i=7',
  Int64: 'i=8',
  UInt64: 'i=9',
  Float: 'i=10',
  Double: 'i=11',
  String: 'i=12',
};
const PROPERTY = 'i=68';
const HAS_TYPE = new Set(['HasTypeDefinition', 'i=40']);
const HAS_PROPERTY = new Set(['HasProperty', 'i=46']);
const CURRENT_WRITE = 2;

interface Variable {
  readonly id: string;
  readonly browseName: string;
  readonly type: string;
  readonly canWrite: boolean;
  readonly isArray: boolean;
  parent: string;
  isProperty: boolean;
  displayName: string;
  description: string;
  low: string;
  high: string;
  unit: string;
}

/**
 * The variables of a NodeSet2 (OPC 10000-6, Annex F) with type, access, and the unit and range of their properties. Addresses
 * name the namespace by its URI: indices of a file are its own. @throws NexusError NX_TAG_FILE
 */
export function nodeSetSheet(name: string, text: string): Omit<TagSheet, 'parts' | 'part'> {
  const uris: string[] = [];
  const aliases = new Map<string, string>();
  const variables: Variable[] = [];
  let alias = '';
  let current: Variable | undefined;
  let reference = { type: '', isForward: true };
  let isUnitName = false;
  readXml(name, text, {
    open: (element, attributes) => {
      if (element === 'Alias') alias = attributes.get('Alias');
      else if (element === 'UAVariable') {
        current = {
          id: attributes.get('NodeId'),
          browseName: attributes.get('BrowseName').replace(/^\d+:/, ''),
          type: attributes.get('DataType'),
          canWrite: (Number(attributes.get('AccessLevel') || 1) & CURRENT_WRITE) !== 0,
          isArray: Number(attributes.get('ValueRank') || -1) >= 0,
          parent: attributes.get('ParentNodeId'),
          isProperty: false,
          ...{ displayName: '', description: '', low: '', high: '', unit: '' },
        };
      } else if (element === 'Reference')
        reference = { type: attributes.get('ReferenceType'), isForward: attributes.get('IsForward') !== 'false' };
      else if (element === 'EUInformation') isUnitName = false;
      else if (element === 'DisplayName' && current) isUnitName = true;
    },
    close: (element, own) => {
      const said = own.trim();
      if (element === 'Uri') uris.push(said);
      else if (element === 'Alias') aliases.set(alias, said);
      if (!current) return;
      if (element === 'Reference') {
        if (HAS_TYPE.has(reference.type) && said === PROPERTY) current.isProperty = true;
        if (HAS_PROPERTY.has(reference.type) && !reference.isForward) {
          current.isProperty = true;
          current.parent = said;
        }
      } else if (element === 'DisplayName') {
        current.displayName ||= said;
        isUnitName = false;
      } else if (element === 'Text' && isUnitName) current.unit ||= said;
      else if (element === 'Description') current.description ||= said;
      else if (element === 'Low') current.low = said;
      else if (element === 'High') current.high = said;
      else if (element === 'UAVariable') {
        variables.push(current);
        current = undefined;
      }
    },
  });
  return sheetOf(variables, uris, aliases);
}

function sheetOf(
  variables: readonly Variable[],
  uris: readonly string[],
  aliases: ReadonlyMap<string, string>,
): Omit<TagSheet, 'parts' | 'part'> {
  const properties = new Map(variables.map((one) => [`${one.parent} ${one.browseName}`, one]));
  const tags = variables.filter(({ isProperty }) => !isProperty);
  const arrays = tags.filter(({ isArray }) => isArray).length;
  return textTable(
    'nodeset',
    tags.map(({ id, browseName, displayName, type, canWrite, description }, at) => {
      const range = properties.get(`${id} EURange`);
      return {
        line: at + 1,
        cells: {
          name: displayName || browseName,
          address: byUri(id, uris),
          data_type: TYPES[aliases.get(type) ?? TYPE_NUMBERS[type] ?? type] ?? '',
          access: canWrite ? 'read_write' : 'read',
          eu_low: range?.low ?? '',
          eu_high: range?.high ?? '',
          unit: properties.get(`${id} EngineeringUnits`)?.unit ?? '',
          description,
        },
      };
    }),
    arrays > 0
      ? [
          `${arrays} ${arrays === 1 ? 'variable is an array' : 'variables are arrays'}. Write [0] behind the address for one element.`,
        ]
      : [],
  );
}

/** `ns=1;s=Speed` of the file as `nsu=http://…;s=Speed`; namespace 0 has none. */
function byUri(id: string, uris: readonly string[]): string {
  const [, index, identifier] = /^ns=(\d+);(.*)$/s.exec(id) ?? [];
  const uri = index === undefined ? undefined : uris[Number(index) - 1];
  return uri === undefined || identifier === undefined
    ? id
    : `nsu=${uri.replaceAll('%', '%25').replaceAll(';', '%3B')};${identifier}`;
}
