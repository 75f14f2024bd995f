import type { LogFields, LogLevel } from './logger.ts';

const MARKS: Readonly<Record<LogLevel, string>> = { debug: 'debug', info: 'info ', warn: 'WARN ', error: 'ERROR' };
const COLOURS: Readonly<Record<LogLevel, string>> = {
  debug: '\u001b[2m',
  info: '',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const PLAIN = '\u001b[0m';

/**
 * One line for a person at a terminal: `12:03:04 WARN  device offline  device=boiler-1`. Text and fields are clean
 * already. @param time of the wall clock, shown in local time.
 */
export function readableLine(
  level: LogLevel,
  text: string,
  fields: LogFields,
  time: Date,
  colours: 'colours' | 'plain',
): string {
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0'));
  const pairs = fieldsText(fields);
  const mark = colours === 'colours' && COLOURS[level] ? `${COLOURS[level]}${MARKS[level]}${PLAIN}` : MARKS[level];
  return `${clock.join(':')} ${mark} ${text}${pairs === '' ? '' : `  ${pairs}`}\n`;
}

/** Fields in one line: `device=boiler-1  reason="no answer"`. */
export function fieldsText(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${shown(value)}`)
    .join('  ');
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /[\s="]/.test(value) ? JSON.stringify(value) : value;
}
