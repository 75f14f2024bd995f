import { BYTE_ORDERS, BYTE_ORDERS_64, type ByteOrder, DATA_TYPES, type DataType } from './data-type.ts';

/** A place on a device that is looked at without a tag: how it is written is the protocol's business. */
export interface AdHocAddress {
  readonly device: string;
  readonly address: string;
  readonly data_type?: DataType | undefined;
  readonly byte_order?: ByteOrder | undefined;
}

/** What begins an address in a box that takes names of tags, too. */
export const AD_HOC_MARK = '=';

const EXAMPLE = '=boiler-1 40108 float32 cdab';
const TYPES: ReadonlySet<string> = new Set(DATA_TYPES);
const ORDERS: ReadonlySet<string> = new Set([...BYTE_ORDERS, ...BYTE_ORDERS_64]);

/**
 * Reads `=boiler-1 40108 float32 cdab`: device, address, and at its end a type and a byte order where the address needs
 * them. What stands between may have blanks, as names of nodes do.
 * @returns the words that say what is missing, where something is.
 */
export function parseAdHoc(text: string): { readonly address: AdHocAddress } | { readonly fault: string } {
  const words = text.trim().replace(/^=\s*/, '').split(/\s+/).filter(Boolean);
  const [device, ...rest] = words;
  if (device === undefined) return { fault: `Write device and address, for example ${EXAMPLE}.` };
  const order = taken(rest, ORDERS, (word) => word.toUpperCase()) as ByteOrder | undefined;
  const type = taken(rest, TYPES, (word) => word.toLowerCase()) as DataType | undefined;
  if (rest.length === 0) return { fault: `After “${device}” comes an address, for example ${EXAMPLE}.` };
  return {
    address: {
      device,
      address: rest.join(' '),
      ...(type !== undefined && { data_type: type }),
      ...(order !== undefined && { byte_order: order }),
    },
  };
}

/** The same as text: `=boiler-1 40108 float32 CDAB`. */
export const adHocText = ({ device, address, data_type: type, byte_order: order }: AdHocAddress): string =>
  AD_HOC_MARK + [device, address, type, order].filter((word) => word !== undefined).join(' ');

/** Takes the last word away where it is one of these; an address of one word keeps it. */
function taken(words: string[], known: ReadonlySet<string>, form: (word: string) => string): string | undefined {
  const last = words.at(-1);
  if (last === undefined || words.length < 2 || !known.has(form(last))) return undefined;
  words.pop();
  return form(last);
}
