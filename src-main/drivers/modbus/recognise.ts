import { isIP } from 'node:net';
import { isHost } from '../connection-fields.ts';

const SCHEME = /^(?:modbus(?:[.+-]?tcp)?|mbtcp):\/\//i;
/** Four numbers are meant as an IP address, also where one of them is too large: the form says which. */
const LIKE_IP = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * What an address that was pasted says of a connection: `192.168.1.10:1502`, `[::1]:502`, `plc7.local:502 /3`,
 * `modbus.tcp://10.0.0.5:502/1`. Keys that it does not say are left out; numbers are not held against their ranges,
 * so that the form can name what is wrong. Undefined for anything else: a single word alone could mean everything.
 */
export function recogniseModbusTcp(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim();
  const isOurs = SCHEME.test(trimmed);
  const [, place = '', unit] = /^(.*?)\s*(?:\/\s*(\d{1,3})?)?$/.exec(trimmed.replace(SCHEME, '')) ?? [];
  const found = splitPort(place);
  if (!found) return undefined;
  const { host, port } = found;
  const isAddress = isIP(host) !== 0 || LIKE_IP.test(host);
  if (!isAddress && !isHost(host)) return undefined;
  const isWord = !isAddress && !host.includes('.');
  if (isWord && !isOurs && port === undefined) return undefined;
  return {
    host,
    ...(port !== undefined && { port: Number(port) }),
    ...(unit !== undefined && { unit_id: Number(unit) }),
  };
}

function splitPort(place: string): { readonly host: string; readonly port: string | undefined } | undefined {
  if (isIP(place) === 6) return { host: place, port: undefined };
  const match = /^(?:\[([^\]\s]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/.exec(place);
  if (!match) return undefined;
  const [, bracketed, bare, port] = match;
  if (bracketed !== undefined && isIP(bracketed) !== 6) return undefined;
  return { host: bracketed ?? bare!, port };
}
