import type { WidthLetter } from './address.ts';
import { typeOfWidth } from './address.ts';
import type { AreaName } from './area.ts';
import { isText, type S7Type } from './s7-type.ts';
import type { Target } from './target.ts';

type Shown = Pick<Target, 'area' | 'db' | 'start' | 'count' | 'bit' | 'type' | 'length'>;

function widthOf({ type, count }: Shown): WidthLetter {
  if (type === 'BOOL') return 'X';
  return count === 2 && !isText(type) ? 'W' : count === 4 && !isText(type) ? 'D' : 'B';
}

/** `DB10.DBD4`, `M4.3`, `MW10`, `T5`: where it stands, without its type. */
export function formatPlace(target: Shown): string {
  const { area, db, start, bit } = target;
  if (area.cell === 'word') return `${area.name}${start}`;
  const width = widthOf(target);
  if (area.name === 'DB') return `DB${db}.DB${width}${start}${width === 'X' ? `.${bit}` : ''}`;
  return width === 'X' ? `${area.name}${start}.${bit}` : `${area.name}${width}${start}`;
}

/** `:REAL`, `:STRING[20]`; empty where the place says it already. */
function suffixOf(target: Shown): string {
  const { area, type, length } = target;
  if (area.cell === 'word' || type === typeOfWidth(widthOf(target))) return '';
  return `:${type}${isText(type) ? `[${length}]` : ''}`;
}

/** Our own notation: `DB10.DBD4:REAL`, `DB10.DBX4.3`, `MW10`, `DB1.DBB20:STRING[30]`. */
export function formatTarget(target: Shown): string {
  return `${formatPlace(target)}${suffixOf(target)}`;
}

/** The type words of nodeS7 and of Telegraf; types that they do not have are left out. */
const NODES7: Partial<Readonly<Record<S7Type, string>>> = {
  BOOL: 'X',
  BYTE: 'BYTE',
  CHAR: 'C',
  WORD: 'WORD',
  INT: 'INT',
  DWORD: 'DWORD',
  DINT: 'DINT',
  REAL: 'REAL',
  LREAL: 'LREAL',
  LINT: 'LINT',
  STRING: 'S',
  DT: 'DTZ',
  DTL: 'DTLZ',
};
const TELEGRAF: Partial<Readonly<Record<S7Type, string>>> = {
  BOOL: 'X',
  BYTE: 'B',
  CHAR: 'C',
  WORD: 'W',
  INT: 'I',
  DWORD: 'DW',
  DINT: 'DI',
  REAL: 'R',
  LREAL: 'LR',
  LINT: 'LI',
  STRING: 'S',
  DT: 'DT',
};

function tailOf({ type, bit, length }: Shown): string {
  if (type === 'BOOL') return `.${bit}`;
  return type === 'STRING' || (type === 'CHAR' && length > 1) ? `.${length}` : '';
}

const TELEGRAF_AREAS: Partial<Readonly<Record<AreaName, string>>> = { M: 'MK', I: 'PE', Q: 'PA' };

/** The same place in the notations of other programs, as far as they can say it. */
export function otherNotations(target: Shown): readonly string[] {
  const { area, db, start, type } = target;
  if (area.cell === 'word') return [`%${area.name}${start}`];
  const tail = tailOf(target);
  const isDb = area.name === 'DB';
  const [nodes7, telegraf] = [NODES7[type], TELEGRAF[type]];
  const telegrafArea = isDb ? `DB${db}` : TELEGRAF_AREAS[area.name];
  return [
    ...(isDb && nodes7 ? [`DB${db},${nodes7}${start}${tail}`] : []),
    ...(telegraf && telegrafArea ? [`${telegrafArea}.${telegraf}${start}${tail}`] : []),
    `%${formatPlace(target)}`,
  ];
}
