import type { ErrorCode } from './error-codes.ts';

/*
 * Ids of the message catalogue (ux 2.9): stable names of a text for tests and links, whatever its wording. What the
 * catalogue does not have is named by its own code.
 */
const OF_ERRORS: Partial<Record<ErrorCode, string>> = {
  NX_NET_DNS: 'net.dns',
  NX_NET_REFUSED: 'net.refused',
  NX_NET_TIMEOUT: 'net.timeout',
  NX_DRIVER_UNIT_SILENT: 'mb.noUnit',
  NX_DRIVER_BUSY: 'wr.busy',
  NX_DRIVER_UNKNOWN_OUTCOME: 'wr.unknown',
  NX_DRIVER_REJECTED: 'wr.refused',
  NX_NOT_ARMED: 'wr.disarmed',
  NX_ACCESS_LAST_ADMIN: 'usr.last',
  NX_ACCESS_SIGN_IN: 'usr.login',
  NX_VALUE_TYPE: 'wr.type',
  NX_VALUE_RANGE: 'wr.limit',
  NX_OPCUA_UNTRUSTED: 'ua.untrusted',
  NX_OPCUA_NOT_TRUSTED: 'ua.rejectedUs',
  NX_OPCUA_EXPIRED: 'ua.expired',
  NX_OPCUA_HOST: 'ua.hostname',
  NX_HISTORY_TOO_LARGE: 'hist.size',
  NX_DEPLOY_MOVED: 'dep.moved',
  NX_DEPLOY_GATE: 'dep.gate',
  NX_DEPLOY_SIMULATOR: 'dep.sim',
};

/** Kinds of faults of a project (docs/faults.md). */
const OF_FAULTS: Readonly<Record<string, string>> = {
  HOST_SYNTAX: 'net.host',
  HOST_FORBIDDEN: 'net.host',
  PORT_RANGE: 'net.port',
  UNIT_ID: 'mb.unit',
  ADDR_SPAN: 'mb.addrMax',
  DUP_ID: 'tag.dup',
  DUP_NAME: 'tag.dup',
  TOPIC_SYNTAX: 'tag.topic',
  TOPIC_COLLISION: 'tag.topicDup',
  SCALE_ZERO: 'tag.scale0',
  LIMIT_ORDER: 'tag.clamp',
  DEADBAND: 'tag.deadband',
  INTERVAL_RANGE: 'poll.min',
  LOAD_ESTIMATE: 'poll.load',
};

/** Why a write was not done (`rejected_reason` of its receipt). */
const OF_REJECTIONS: Readonly<Record<string, string>> = {
  OUT_OF_RANGE: 'wr.limit',
  NOT_ARMED: 'wr.disarmed',
  BUSY: 'wr.busy',
};

/** Faults of one kind that the catalogue tells apart, by their words. */
const OF_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ does not exist in \d-digit notation/, 'mb.addr0'],
  [/: the bit number is 0–7\.$/, 's7.bit'],
  [/ has no identifier type\. /, 'ua.nodeid'],
  [/ is not a data type here\. /, 'tag.type'],
  [/ is in use by another program on this computer\. /, 'ser.busy'],
  [/^There is no serial port /, 'ser.none'],
];

/**
 * The catalogue's id of an error, a fault of a project or a refused write; or the code itself.
 * @param text what is said, where faults of one code have messages of their own.
 */
export const messageId = (code: string, text = ''): string =>
  OF_WORDS.find(([words]) => words.test(text))?.[1] ??
  OF_ERRORS[code as ErrorCode] ??
  OF_FAULTS[code] ??
  OF_REJECTIONS[code] ??
  code;

/** What the protocol said, last and in brackets, as every text of the catalogue has it. */
const OF_DETAILS: Readonly<Record<string, string>> = {
  'exception 02': 'mb.ex02',
  'exception 03': 'mb.ex02',
  'exception 0A': 'mb.noUnit',
  'exception 0B': 'mb.noUnit',
  '0x8104': 's7.putget',
  '0x8701': 's7.putget',
  '0xD241': 's7.putget',
  '0xD602': 's7.putget',
  '0x03': 's7.putget',
  '0x0A': 's7.putget',
  '0x05': 's7.range',
  BadSecurityChecksFailed: 'ua.rejectedUs',
  BadCertificateUntrusted: 'ua.rejectedUs',
  ECONNREFUSED: 'net.refused',
  ENOTFOUND: 'net.dns',
};

/** The catalogue's id of a text that has no code beside it, by the detail in brackets at its end; `tag.fault` for others. */
export function messageIdOfText(text: string): string {
  const detail = /\(([^()]+)\)$/.exec(text)?.[1] ?? '';
  return OF_DETAILS[detail] ?? 'tag.fault';
}
