import { plainHeading, TAG_PATHS } from './tag-path.ts';

/** Cells of one row by the path of the field that their column is taken for. */
export type RowCells = Readonly<Record<string, string>>;

/** A kind of table: which headings it has, and how its words become ours. */
export interface TableFormat {
  readonly id: string;
  readonly title: string;
  /** Plain heading → path. */
  readonly headings: ReadonlyMap<string, string>;
  /** Plain headings that a file of this format always has. */
  readonly needed: readonly string[];
  /** The row in our words. */
  readonly translate: (cells: RowCells) => RowCells;
}

const map = (entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(entries).map(([heading, path]) => [plainHeading(heading), path]));

const OWN_HEADINGS = new Map(TAG_PATHS.map(({ path }) => [plainHeading(path), path]));

const trimmed = (cells: RowCells): RowCells =>
  Object.fromEntries(Object.entries(cells).map(([path, text]) => [path, text.trim()]));

/** The word of a list, whatever its case; the text itself where the list does not have it. */
const worded = (text: string | undefined, words: Readonly<Record<string, string>>): string =>
  words[(text ?? '').trim().toLowerCase()] ?? (text ?? '').trim();

const KEPWARE_TYPES: Readonly<Record<string, string>> = {
  default: '',
  boolean: 'bool',
  char: 'int8',
  byte: 'uint8',
  short: 'int16',
  word: 'uint16',
  long: 'int32',
  dword: 'uint32',
  llong: 'int64',
  qword: 'uint64',
  float: 'float32',
  double: 'float64',
  bcd: 'bcd16',
  lbcd: 'bcd32',
  string: 'string',
};

/** What Kepware's server writes by “Export CSV”. Without scaling its ranges mean nothing. */
function fromKepware(cells: RowCells): RowCells {
  const { scaling = '', raw_low, raw_high, eu_low, eu_high, clamp_low, clamp_high, ...others } = trimmed(cells);
  const isScaled = scaling !== '' && scaling.toLowerCase() !== 'none';
  const flagged = (flag: string | undefined, limit: string | undefined): string =>
    /^(?:1|true)$/i.test(flag ?? '') ? (limit ?? '') : '';
  const rate = others['poll_interval'] ?? '';
  return {
    ...others,
    data_type: worded(others['data_type'], KEPWARE_TYPES),
    access: worded(others['access'], { ro: 'read', 'r/w': 'read_write', rw: 'read_write', 'read/write': 'read_write' }),
    ...(rate !== '' && { poll_interval: /^\d+$/.test(rate) ? `${rate}ms` : rate }),
    ...(isScaled && {
      ...(/square/i.test(scaling) && { scaling: 'square_root' }),
      raw_low: raw_low ?? '',
      raw_high: raw_high ?? '',
      eu_low: eu_low ?? '',
      eu_high: eu_high ?? '',
      clamp_low: flagged(clamp_low, eu_low),
      clamp_high: flagged(clamp_high, eu_high),
    }),
  };
}

const NEURON_TYPES: Readonly<Record<string, string>> = {
  bit: 'bool',
  float: 'float32',
  double: 'float64',
  bcd: 'bcd16',
};

/** What NeuronEX writes as Excel: the attribute is a list of words or a sum (1 read, 2 write, 4 subscribe, 8 static). */
function fromNeuron(cells: RowCells): RowCells {
  const own = trimmed(cells);
  const attribute = own['access'] ?? '';
  const canWrite = /write/i.test(attribute) || (/^\d+$/.test(attribute) && (Number(attribute) & 2) !== 0);
  const plainOne = (text: string | undefined, nothing: string): string => (text === nothing ? '' : (text ?? ''));
  return {
    ...own,
    data_type: worded(own['data_type'], NEURON_TYPES),
    access: attribute === '' ? '' : canWrite ? 'read_write' : 'read',
    ...(own['scale'] !== undefined && { scale: plainOne(own['scale'], '0') }),
    ...(own['offset'] !== undefined && { offset: plainOne(own['offset'], '0') }),
  };
}

/** A tag table of TIA Portal: the type belongs to the address, `%MD4` and `Real` are `MD4:REAL`. */
function fromTia(cells: RowCells): RowCells {
  const { data_type = '', address = '', ...others } = trimmed(cells);
  return { ...others, address: tiaAddress(address, data_type) };
}

/** An absolute address of TIA Portal with its type, as one text; bits have theirs in the address. */
export function tiaAddress(address: string, type: string): string {
  const place = address.trim().replace(/^%/, '').toUpperCase();
  const word = type.trim().replaceAll('"', '').toUpperCase();
  const isBit = word === 'BOOL' || word === '' || /^[TCZ]\d+$/.test(place);
  return place === '' || isBit ? place : `${place}:${word}`;
}

/** First comes what is the most particular. `table`: any other one, by the words that people use. */
export const TABLE_FORMATS: readonly TableFormat[] = [
  {
    id: 'kepware',
    title: 'Kepware CSV',
    needed: ['tagname', 'address', 'clientaccess'],
    headings: map({
      'Tag Name': 'name',
      Address: 'address',
      'Data Type': 'data_type',
      'Client Access': 'access',
      'Scan Rate': 'poll_interval',
      Scaling: 'scaling',
      'Raw Low': 'raw_low',
      'Raw High': 'raw_high',
      'Scaled Low': 'eu_low',
      'Scaled High': 'eu_high',
      'Clamp Low': 'clamp_low',
      'Clamp High': 'clamp_high',
      'Eng Units': 'unit',
      'Eng. Units': 'unit',
      Description: 'description',
    }),
    translate: fromKepware,
  },
  {
    id: 'neuron',
    title: 'NeuronEX Excel',
    needed: ['group', 'name', 'address', 'attribute', 'type'],
    headings: map({
      name: 'name',
      tag: 'name',
      address: 'address',
      attribute: 'access',
      type: 'data_type',
      description: 'description',
      decimal: 'scale',
      bias: 'offset',
      unit: 'unit',
    }),
    translate: fromNeuron,
  },
  {
    id: 'tia-tags',
    title: 'TIA tag table',
    needed: ['name', 'datatype', 'logicaladdress'],
    headings: map({ Name: 'name', 'Data Type': 'data_type', 'Logical Address': 'address', Comment: 'description' }),
    translate: fromTia,
  },
  {
    id: 'nexus',
    title: 'Nexus Edge',
    needed: ['uid', 'id', 'address'],
    headings: OWN_HEADINGS,
    translate: (row) => row,
  },
  {
    id: 'table',
    title: 'Other table',
    needed: [],
    headings: new Map([
      ...map({
        tag: 'name',
        'tag name': 'name',
        signal: 'name',
        symbol: 'name',
        bezeichnung: 'name',
        register: 'address',
        adresse: 'address',
        'node id': 'address',
        'logical address': 'address',
        type: 'data_type',
        datentyp: 'data_type',
        typ: 'data_type',
        order: 'byte_order',
        eu: 'unit',
        units: 'unit',
        'eng units': 'unit',
        'engineering unit': 'unit',
        einheit: 'unit',
        comment: 'description',
        kommentar: 'description',
        beschreibung: 'description',
        'raw lo': 'raw_low',
        'raw hi': 'raw_high',
        'eu lo': 'eu_low',
        'eu hi': 'eu_high',
        'clamp lo': 'clamp_low',
        'clamp hi': 'clamp_high',
        'range low': 'eu_low',
        'range high': 'eu_high',
        factor: 'scale',
        gain: 'scale',
        interval: 'poll_interval',
        deadband: 'deadband.absolute',
        'write min': 'write_limits.min',
        'write max': 'write_limits.max',
        suffix: 'topic_suffix',
        'state text': 'enum',
        'state texts': 'enum',
      }),
      ...OWN_HEADINGS,
    ]),
    translate: trimmed,
  },
];

export const tableFormat = (id: string): TableFormat | undefined => TABLE_FORMATS.find((format) => format.id === id);

/** Which of them a row of headings belongs to; undefined where it is no row of headings. */
export function formatOfHeadings(headings: readonly string[]): TableFormat | undefined {
  const plain = new Set(headings.map(plainHeading));
  const sure = TABLE_FORMATS.find(({ needed }) => needed.length > 0 && needed.every((heading) => plain.has(heading)));
  const known = headings.filter((heading) => tableFormat('table')!.headings.has(plainHeading(heading))).length;
  return sure ?? (known >= 2 ? tableFormat('table') : undefined);
}
