import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { DriverTag } from '../../driver.ts';
import type { DriverPlaces, Place, PlaceFields, PlaceReading, PlaceRemark, PlaceType } from '../../places.ts';
import { bitFault } from '../address-fault.ts';
import { formatPlace, formatTarget, otherNotations } from '../format-address.ts';
import { bytesOf, dataTypeOf, findS7Type, isText, S7_TYPES, type S7Type } from '../s7-type.ts';
import { resolveTarget, type Target } from '../target.ts';
import { valueText } from '../value-text.ts';
import { idOfArea, requireRange } from './memory-areas.ts';

/** Numbers beyond them are hardly ever measured: what has them is most likely something else. */
const HARDLY = { most: 1e12, least: 1e-12 };

/** Types, addresses and values of S7 CPUs for whoever looks at their memory. */
export const s7Places: DriverPlaces = {
  types: (Object.keys(S7_TYPES) as S7Type[]).map(describeType),
  placeOf,
  addressOf,
  remarks,
  read,
};

function describeType(word: S7Type): PlaceType {
  return {
    word,
    bytes: S7_TYPES[word].bytes,
    isBit: word === 'BOOL',
    hasLength: isText(word),
    ...(word === 'TIMER' && { areas: ['T'] }),
    ...(word === 'COUNTER' && { areas: ['C'] }),
  };
}

function placeOf(tag: DriverTag): Place {
  const target = resolveTarget(tag);
  const { area, start, count, type, bit, length, dataType } = target;
  return {
    area: idOfArea(target),
    ...{ start, count, type, dataType, canonical: formatTarget(target) },
    ...(type === 'BOOL' && { bit }),
    ...(isText(type) && { length }),
    notations: [...new Set([formatTarget(target), ...otherNotations(target)])],
    ...(area.cell === 'word' && { count: 1 }),
  };
}

function addressOf({ area, start, bit, type: word, length }: PlaceFields): string {
  const range = requireRange(area);
  const isWord = range.area.cell === 'word';
  const type = findS7Type(word);
  if (type === undefined) throw new NexusError('NX_REQUEST_INVALID', `An S7 CPU has no type “${word}”.`);
  const characters = isText(type) ? (length ?? 1) : 0;
  const count = isWord ? 1 : bytesOf(type, characters);
  const target = { ...range, start, count, bit: bit ?? 0, type, dataType: dataTypeOf(type), length: characters };
  const address = formatTarget(target);
  // Whatever was put together is held against the rules of addresses: a bit of 8, a length of 300.
  if (type === 'BOOL' && target.bit > 7) throw bitFault(formatPlace(target));
  resolveTarget({ address });
  return address;
}

function remarks(place: Place, cells: number | undefined): readonly PlaceRemark[] {
  const { area, start, count, type } = place;
  const at = formatPlace(resolveTarget({ address: place.canonical }));
  const found: PlaceRemark[] = [];
  const isByteWise = count === 1 || type === 'CHAR' || area === 'T' || area === 'C';
  if (!isByteWise && start % 2 === 1)
    found.push({
      code: 's7.odd',
      text: `${at} as ${type} starts at an odd byte. Compare the offset with TIA Portal.`,
      isWarning: true,
    });
  if (cells !== undefined && start + count > cells) {
    const needs = count === 1 ? `byte ${start}` : `bytes ${start}–${start + count - 1}`;
    const unit = cells === 1 ? 'byte' : 'bytes';
    found.push({
      code: 's7.range',
      text: `${area} is ${cells} ${unit} long on the CPU; ${at} needs ${needs}.`,
      isWarning: false,
    });
  }
  return found;
}

function read({ canonical }: Place, bytes: Uint8Array): PlaceReading {
  const target = resolveTarget({ address: canonical });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { text, isValue } = valueText(target, view);
  const doubt = isValue ? doubtOf(target, view) : noValue(target, view);
  return { text, ...(doubt !== undefined && { doubt }) };
}

/** Why bytes that are a value of the type are hardly meant as one. */
function doubtOf({ type, length }: Target, view: DataView): string | undefined {
  if (type === 'REAL' || type === 'LREAL') {
    const value = Math.abs(type === 'REAL' ? view.getFloat32(0) : view.getFloat64(0));
    if (Number.isNaN(value)) return 'It is not a number.';
    return value > HARDLY.most || (value > 0 && value < HARDLY.least)
      ? 'No measured value is that large or that small.'
      : undefined;
  }
  if (type !== 'STRING' && type !== 'WSTRING') return undefined;
  const most = type === 'STRING' ? view.getUint8(0) : view.getUint16(0);
  return most === length ? undefined : lengthDoubt(most, length);
}

function noValue({ type, length }: Target, view: DataView): string {
  if (type === 'STRING') return lengthDoubt(view.getUint8(0), length);
  if (type === 'WSTRING') return lengthDoubt(view.getUint16(0), length);
  return `The bytes are no ${type}.`;
}

const lengthDoubt = (most: number, length: number): string =>
  `Its greatest length on the CPU is ${most}, not ${length}.`;
