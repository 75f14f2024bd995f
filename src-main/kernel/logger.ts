import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

/** One structured line per event. A fault that repeats is logged when its state changes, not each time. */
export interface Logger {
  debug(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
  /** The same log with fields that stand in every line. */
  child(fields: LogFields): Logger;
}

/** Makes a logger from the one function that takes a line. */
export function loggerTo(
  write: (level: LogLevel, text: string, fields: LogFields) => void,
  bound: LogFields = {},
): Logger {
  const at =
    (level: LogLevel) =>
    (text: string, fields: LogFields = {}): void =>
      write(level, text, { ...bound, ...fields });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => loggerTo(write, { ...bound, ...fields }),
  };
}

/** Names of fields whose value never reaches a log. */
const REDACTED = ['password', 'token', 'secret', 'authorization', '*.password', '*.token', '*.secret'];

/** JSON lines on `destination` (standard error by default, so that standard output stays for people and scripts). */
export function createLogger(level: LogLevel, destination: NodeJS.WritableStream = process.stderr): Logger {
  const sink = pino({ level, base: null, redact: REDACTED, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return loggerTo((lineLevel, text, fields) => sink[lineLevel](fields, text));
}

/** For parts that must have a logger and nobody who reads it. */
export const silentLogger: Logger = loggerTo(() => {});
