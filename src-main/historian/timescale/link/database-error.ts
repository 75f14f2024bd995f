/** What the driver throws, as far as it matters here: PostgreSQL's own error, or one of the socket. */
interface Thrown {
  /** SQLSTATE of five characters, or the code of a socket or of TLS. */
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly message?: unknown;
  readonly constraint?: unknown;
  /** The function of the server that reported it: its name stays the same in every language. */
  readonly routine?: unknown;
  readonly cause?: unknown;
}

/**
 * What to do about an error. `lost`: the connection is gone, and with it the outcome of what was sent. `later`: the
 * server refused it for now. `data`: these rows can never be stored. `duplicate`: a key is there already. `moved`: the
 * mark is not where this writer left it. `refused`: a person has to do something.
 */
export type ErrorKind = 'lost' | 'later' | 'data' | 'duplicate' | 'moved' | 'refused';

/** Raised by `advance_mark`. */
export const MARK_MOVED = 'NX001';
/** Raised by `not_late`. */
export const POINTS_LATE = 'NX002';

const LATER = new Set([
  '25006',
  '40001',
  '40P01',
  '53000',
  '53100',
  '53200',
  '53300',
  '53400',
  '55P03',
  '57014',
  '55006',
]);

/** The SQLSTATE, or '' for an error that PostgreSQL did not report. */
export function sqlState(error: unknown): string {
  const { code, severity, cause } = (error ?? {}) as Thrown;
  if (typeof code === 'string' && code.length === 5 && severity !== undefined) return code;
  return cause === undefined ? '' : sqlState(cause);
}

/** The code of the socket or of TLS: `ECONNREFUSED`, `SELF_SIGNED_CERT_IN_CHAIN`; '' where there is none. */
export function socketCode(error: unknown): string {
  const { code, cause } = (error ?? {}) as Thrown;
  if (typeof code === 'string' && code.length > 5) return code;
  return cause === undefined ? '' : socketCode(cause);
}

/** True for a right that is missing where a session makes a table of its own. */
export function isOfTemporaryTables(error: unknown): boolean {
  const { routine, cause } = (error ?? {}) as Thrown;
  if (routine === 'InitTempTableNamespace') return true;
  return cause !== undefined && isOfTemporaryTables(cause);
}

/** What the server or the socket said, in its words. */
export function seenIn(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return seenIn(error.errors[0]);
  const { message } = (error ?? {}) as Thrown;
  return typeof message === 'string' && message !== '' ? message : String(error);
}

export function errorKind(error: unknown): ErrorKind {
  const state = sqlState(error);
  if (state === '' || state.startsWith('08') || state.startsWith('57P')) return 'lost';
  if (state === MARK_MOVED) return 'moved';
  if (state === '23505') return 'duplicate';
  if (LATER.has(state) || state.startsWith('58') || state.startsWith('XX')) return 'later';
  if (/^(22|23|54)/.test(state)) return 'data';
  return 'refused';
}
