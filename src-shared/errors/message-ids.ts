import type { ErrorCode } from './error-codes.ts';

/**
 * Ids of the message catalogue (ux 2.9): stable names of a text for tests and links, whatever its wording. Codes that
 * have none are named by themselves.
 */
const MESSAGE_IDS: Partial<Record<ErrorCode, string>> = {
  NX_NET_REFUSED: 'net.refused',
  NX_NET_TIMEOUT: 'net.timeout',
  NX_NET_DNS: 'net.dns',
  NX_DRIVER_UNIT_SILENT: 'mb.noUnit',
};

/** The catalogue's id of an error, or the code itself where the catalogue has none. */
export const messageId = (code: string): string => MESSAGE_IDS[code as ErrorCode] ?? code;
