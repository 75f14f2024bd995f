import { isIP } from 'node:net';
import { isHost } from '../connection-fields.ts';

const SCHEME = /^s7(?:comm)?:\/\//i;
const S7_PORT = '102';
/** `host`, `host:port`, `[::1]:port`, then `/rack/slot` or ` r0 s1`. */
const PLACE =
  /^(?:\[([^\]\s]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?(?:\/(\d{1,2})(?:\/(\d{1,2}))?\/?|\s+r(\d{1,2})\s+s(\d{1,2}))?$/i;

/**
 * What an address that was pasted says of a connection: `192.168.1.20:102`, `s7://192.168.1.20/0/1`,
 * `192.168.1.20 r0 s1`. Without scheme and without rack and slot only port 102 says that S7 is meant. Numbers are not
 * held against their ranges, so that the form can name what is wrong.
 */
export function recogniseS7(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim();
  const isOurs = SCHEME.test(trimmed);
  const [, bracketed, bare, port, rackPath, slotPath, rackWord, slotWord] =
    PLACE.exec(trimmed.replace(SCHEME, '')) ?? [];
  const host = bracketed ?? bare;
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return undefined;
  if (!isHost(host) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return undefined;
  if (!isOurs && port !== S7_PORT && rackWord === undefined) return undefined;
  const [rack, slot] = [rackPath ?? rackWord, slotPath ?? slotWord];
  return {
    host,
    ...(port !== undefined && { port: Number(port) }),
    ...(rack !== undefined && slot !== undefined && { rack: Number(rack), slot: Number(slot) }),
  };
}
