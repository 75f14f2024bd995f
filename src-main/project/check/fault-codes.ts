/** What a kind of fault means. */
export interface FaultInfo {
  /** One sentence, in plain words, without values: those are in the fault's own message. */
  readonly meaning: string;
  /** Errors stop the start, warnings are told; `either` depends on how far it goes. */
  readonly severity: 'error' | 'warning' | 'either';
}

const error = (meaning: string): FaultInfo => ({ meaning, severity: 'error' });
const warning = (meaning: string): FaultInfo => ({ meaning, severity: 'warning' });
const either = (meaning: string): FaultInfo => ({ meaning, severity: 'either' });

/** Every kind of fault of a project (reliability reference, appendix A). `docs/faults.md` is generated from this table. */
export const FAULT_CODES = {
  SYNTAX: error('The file cannot be read as YAML.'),
  ENCODING: error('The file is not UTF-8.'),
  TOO_LARGE: error('The file is larger than 8 MiB; it was not read.'),
  DEPTH: error('Lists and maps nest deeper than 20 levels.'),
  DUP_KEY: error('A key stands twice in the same map.'),
  FORBIDDEN_KEY: error('A key has a name that JavaScript keeps for itself.'),
  UNKNOWN_KEY: error('A key is not known here; the nearest known one is named.'),
  MISSING_KEY: error('A key that is needed is not there.'),
  WRONG_TYPE: error('A value is of another kind than its key takes, or a setting has no meaning for the data type.'),
  NULL_NOT_ALLOWED: error('A key stands there without a value.'),
  SCHEMA_VERSION_OLD: error('The file is of a version before the first one.'),
  SCHEMA_VERSION_NEW: error('The file was written for a newer version of the product.'),
  FILE_NAME: error('A file is not named after the device in it, or is no plain file.'),
  VALUE: error('A value is not one of those that its key takes.'),

  DUP_ID: error('An id or identity stands twice.'),
  DUP_NAME: warning('Two devices, or two tags of a device, have the same name.'),
  NAME_CHARS: error('An id or name has characters that it must not have.'),
  NAME_LENGTH: error('A text is empty or too long.'),
  RESERVED_NAME: error('An id is reserved: for command topics, or by Windows for devices of its own.'),
  REF_SECRET: either('The variable or file that holds a secret is not there; a warning while publishing is off.'),
  REF_FILE: error('A file that a variable of the environment names for a setting cannot be read.'),
  REF_FOLDER: warning('A folder that the gateway is to write into cannot be written.'),
  REF_CERT: either('A certificate or key is not there, or is not PEM; a warning while publishing is off.'),

  INTERVAL_RANGE: error('An interval or pause is outside its range, or has no unit.'),
  ADAPTIVE_POLLING: either(
    'The bounds of adaptive polling leave out the poll interval, or it has no effect (warning).',
  ),
  TIMEOUT_RANGE: error('A timeout or deadline is outside its range, or has no unit.'),
  TIMEOUT_GT_INTERVAL: warning('A request timeout in the file is longer than the interval of its polls.'),
  RETRY_RANGE: error('The pause before another attempt is outside its range.'),
  PORT_RANGE: error('A port is outside 1–65535, or two parts of the gateway want the same one.'),
  COUNT_LIMIT: error('A number or a list is outside what is allowed.'),
  LOAD_ESTIMATE: either('More than 50,000 points a second (warning), or more devices than `acquisition.max_devices`.'),
  BUFFER_BUDGET: either('A setting of the buffer is outside its range, or it lasts less than 10 minutes (warning).'),
  DEADBAND: either('A deadband is outside its range, or wider than the engineering range (warning).'),
  SCALE_ZERO: error('Scaling divides by zero, makes every value the same, or leaves the range of numbers.'),
  LIMIT_ORDER: either('A low limit is above its high limit; of scaled ranges, which may fall, a warning.'),
  RATE_OF_CHANGE: error('The largest step or rate of a write is not above zero.'),
  UNIT: either('A unit is too long, or cannot be converted; a warning where an unknown one is only a label.'),

  PROTOCOL: error('No driver speaks the protocol.'),
  HOST_SYNTAX: error('A host is neither an IP address nor a host name.'),
  HOST_FORBIDDEN: error(
    'A host is no address of a peer: any, broadcast, multicast, or the metadata service of a cloud.',
  ),
  SELF_CONNECT: error('A connection leads to a port of this gateway itself.'),
  SECURITY_FLOOR: warning('A connection is set to less security than it should have; somebody chose that.'),
  DUP_ENDPOINT: warning('Two devices talk to the same peer.'),
  ADDR_SYNTAX: error('An address does not follow the notation of the protocol.'),
  ADDR_SPAN: error('An address lies outside, or a value reaches outside, of what can be addressed.'),
  ADDR_OVERLAP: warning('Two tags of a device read the same address as different types.'),
  REF_DEVICE: error('An expression names a device that is not there; the nearest one is named.'),
  REF_TAG: error('An expression names a tag that is not there; the nearest one is named.'),
  CYCLE: error('Calculated tags are made of one another in a circle.'),
  UNIT_MISMATCH: warning(
    'An expression joins values whose units do not go together, or gives another unit than its tag.',
  ),
  RACK_SLOT: error('The rack or slot of a CPU is outside of what a frame has place for.'),
  UNIT_ID: error('A unit id is outside 0–255.'),
  TYPE_ADDR_MISMATCH: error('The data type, length or access does not go with the address.'),
  BYTE_ORDER: error('The byte order is not known, or does not go with the data type.'),

  TOPIC_SYNTAX: error('A topic, or a level of one, has a form that MQTT does not take.'),
  TOPIC_COLLISION: error('Two tags publish the same topic, or one publishes below a command or status topic.'),
  QOS: error('The quality of service is not 0, 1 or 2.'),
  CLIENT_ID_DUP: error('Two connections to one broker have the same client id, and would end each other in turns.'),
  DB_URL: error('The address of a database has no right form.'),
  RETENTION: error('Values are kept too briefly for their summaries, or longer than the summaries made of them.'),

  PLAINTEXT_REMOTE: warning('A password goes to another computer without encryption.'),
  TLS_KEY_MISMATCH: either('The client key is not that of the client certificate; a warning while publishing is off.'),
  INLINE_SECRET: error('A secret stands in the file itself instead of a reference to it.'),
  WRITABLE_WITHOUT_LIMITS: warning('A number may be written without limits.'),
} as const satisfies Readonly<Record<string, FaultInfo>>;

export type FaultCode = keyof typeof FAULT_CODES;

export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(FAULT_CODES, code);
}
