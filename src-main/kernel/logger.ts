import { pino } from 'pino';
import { cleanFields } from './clean-fields.ts';
import { cleanText } from './clean-text.ts';
import { type Clock, systemClock } from './clock.ts';
import { readableLine } from './log-line.ts';
import { LogRing } from './log-ring.ts';
import { RepeatFilter } from './repeat-filter.ts';

/** Rising. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
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

/** The log of the whole process; its children follow its level. */
export interface RootLogger extends Logger {
  readonly level: LogLevel;
  /** The last lines as they were written, for windows. */
  readonly kept: LogRing;
  /** Takes effect with the next line, of all children too. */
  setLevel(level: LogLevel): void;
  /** Writes what is held back because it repeats. */
  flush(): void;
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

/** Where lines go: a terminal, or a stream that a program reads. */
export interface LogDestination {
  write(line: string): unknown;
  readonly isTTY?: boolean;
}

interface Line {
  readonly level: LogLevel;
  readonly text: string;
  readonly fields: LogFields;
}

const MAX_TEXT = 2_000;

/**
 * The log of a process on standard output: readable lines where a person looks at a terminal, JSON lines otherwise.
 * Nothing secret and no control character of a foreign text gets through, whoever logs it (`clean-fields.ts`), and the
 * same line comes once a second at most, with `repeated`.
 *
 * @param file takes the same lines as JSON.
 */
export function createLogger(
  level: LogLevel,
  destination: LogDestination = process.stdout,
  clock: Clock = systemClock,
  file?: LogDestination,
): RootLogger {
  const writeFile = file && jsonWriter(file);
  const write = destination.isTTY ? terminalWriter(destination, clock) : jsonWriter(destination);
  const kept = new LogRing(clock.wallUs());
  const filter = new RepeatFilter<Line>(clock, (line, repeated) => {
    const fields = repeated > 0 ? { ...line.fields, repeated } : line.fields;
    write({ ...line, fields });
    writeFile?.({ ...line, fields });
    kept.add(clock.wallUs(), line.level, line.text, fields);
  });
  let current = level;
  const take = (lineLevel: LogLevel, text: string, fields: LogFields): void => {
    if (LOG_LEVELS.indexOf(lineLevel) < LOG_LEVELS.indexOf(current)) return;
    const line: Line = { level: lineLevel, text: cleanText(text, MAX_TEXT), fields: cleanFields(fields) };
    filter.take(JSON.stringify(line), line);
  };
  return {
    ...loggerTo(take),
    kept,
    get level() {
      return current;
    },
    setLevel: (next) => {
      current = next;
    },
    flush: () => filter.flush(),
  };
}

function jsonWriter(destination: LogDestination): (line: Line) => void {
  const sink = pino(
    {
      level: 'debug',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return ({ level, text, fields }) => sink[level](fields, text);
}

function terminalWriter(destination: LogDestination, clock: Clock): (line: Line) => void {
  const colours = process.env['NO_COLOR'] ? 'plain' : 'colours';
  return ({ level, text, fields }) =>
    void destination.write(readableLine(level, text, fields, new Date(clock.wallUs() / 1_000), colours));
}

/** For parts that must have a logger and nobody who reads it. */
export const silentLogger: Logger = loggerTo(() => {});
