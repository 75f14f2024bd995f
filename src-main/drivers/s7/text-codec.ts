import type { WriteValue } from '../driver.ts';
import { rangeFault, typeFault } from '../value-fault.ts';
import type { Codec } from './codec.ts';

function textOf(value: WriteValue, type: string, length: number, isNarrow: boolean): string {
  const takes = `up to ${length} characters${isNarrow ? ' of ISO 8859-1' : ''}`;
  if (typeof value !== 'string') throw typeFault(value, takes);
  if (value.length > length) throw rangeFault(value, `${type}[${length}]`, takes);
  for (let i = 0; isNarrow && i < value.length; i++) if (value.charCodeAt(i) > 0xff) throw typeFault(value, takes);
  return value;
}

function narrow(view: DataView, offset: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += String.fromCharCode(view.getUint8(offset + i));
  return text;
}

/** CHAR and arrays of it: one character a byte, ended by the first NUL; what is shorter is filled up with NUL. */
export function characters(length: number): Codec {
  return {
    read: () => Number.NaN,
    nan: 'value',
    readExact: (view, offset) => {
      const text = narrow(view, offset, length);
      const end = text.indexOf('\0');
      return end < 0 ? text : text.slice(0, end);
    },
    write: (view, offset, value) => {
      const text = textOf(value, 'CHAR', length, true);
      if (text.includes('\0')) throw typeFault(value, `up to ${length} characters of ISO 8859-1 without NUL`);
      for (let i = 0; i < length; i++) view.setUint8(offset + i, i < text.length ? text.charCodeAt(i) : 0);
    },
  };
}

/**
 * STRING: two bytes for the greatest and the present length, then one character a byte. The greatest length belongs to
 * the CPU and is not sent; what stands behind the text stays as it is, as the CPU itself leaves it.
 */
export function shortText(length: number): Codec {
  return {
    read: () => Number.NaN,
    nan: 'bad',
    readExact: (view, offset) => {
      const [most, present] = [view.getUint8(offset), view.getUint8(offset + 1)];
      return present > length || present > most ? undefined : narrow(view, offset + 2, present);
    },
    write: (view, offset, value) => {
      const text = textOf(value, 'STRING', length, true);
      view.setUint8(offset, length);
      view.setUint8(offset + 1, text.length);
      for (let i = 0; i < text.length; i++) view.setUint8(offset + 2 + i, text.charCodeAt(i));
    },
    span: (value) => ({ start: 1, count: 1 + String(value).length }),
  };
}

/** WSTRING: the same with 16 bits each, UTF-16. A lone half of a character pair is read as U+FFFD. */
export function wideText(length: number): Codec {
  return {
    read: () => Number.NaN,
    nan: 'bad',
    readExact: (view, offset) => {
      const [most, present] = [view.getUint16(offset), view.getUint16(offset + 2)];
      if (present > length || present > most) return undefined;
      let text = '';
      for (let i = 0; i < present; i++) text += String.fromCharCode(view.getUint16(offset + 4 + i * 2));
      return text.toWellFormed();
    },
    write: (view, offset, value) => {
      const text = textOf(value, 'WSTRING', length, false);
      view.setUint16(offset, length);
      view.setUint16(offset + 2, text.length);
      for (let i = 0; i < text.length; i++) view.setUint16(offset + 4 + i * 2, text.charCodeAt(i));
    },
    span: (value) => ({ start: 2, count: 2 + String(value).length * 2 }),
  };
}
