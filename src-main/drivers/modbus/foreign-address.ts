import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { DriverTag } from '../driver.ts';

/** `1!400001`, `1!400001.3`, `1!400001.20H`: unit, 5 or 6 digits, a bit or characters. An order of bytes is not taken over. */
const NEURON = /^\d{1,3}!([0134]\d{4,5})(?:\.(\d{1,3})(H)?)?$/;
/** `400001.20H`: a text of 20 characters, the first in the high byte. */
const KEPWARE_TEXT = /^([34]\d{4,5})\.(\d{1,3})H$/;
/** `[PLC]HRF107`, also with the namespace of Ignition's own server; registers count from 1. */
const IGNITION = /^(?:ns=1;s=)?\[[^\]]*\](C|DI|HR|IR)(F|I|UI|D|I_64|UI_64|BCD)?(\d{1,5})(?:\.(\d{1,2}))?$/;

const AREA_DIGITS: Readonly<Record<string, string>> = { C: '0', DI: '1', IR: '3', HR: '4' };
const IGNITION_TYPES: Readonly<Record<string, DataType>> = {
  F: 'float32',
  I: 'int32',
  UI: 'uint32',
  D: 'float64',
  I_64: 'int64',
  UI_64: 'uint64',
  BCD: 'bcd16',
};

/** Where an address of Neuron, Kepware or Ignition is in ours; undefined for what is none of theirs. */
export function foreignAddress(text: string): DriverTag | undefined {
  const address = text.trim();
  const neuron = NEURON.exec(address);
  if (neuron) return registerTag(neuron[1]!, neuron[2], neuron[3] !== undefined);
  const kepware = KEPWARE_TEXT.exec(address);
  if (kepware) return registerTag(kepware[1]!, kepware[2], true);
  const [, area, type, number, bit] = IGNITION.exec(address) ?? [];
  if (area === undefined || number === undefined) return undefined;
  const place = `${AREA_DIGITS[area]}:${Number(number)}${bit === undefined ? '' : `.${Number(bit)}`}`;
  return { address: place, ...(type !== undefined && { dataType: IGNITION_TYPES[type] }) };
}

function registerTag(digits: string, count: string | undefined, isText: boolean): DriverTag {
  // With the area in front the digits mean the same in every notation of a device.
  const place = `${digits[0]}:${Number(digits.slice(1))}`;
  if (count === undefined) return { address: place };
  return isText
    ? { address: place, dataType: 'string', length: Number(count) }
    : { address: `${place}.${Number(count)}` };
}
