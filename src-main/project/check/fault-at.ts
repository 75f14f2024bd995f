import type { YamlFile } from '../yaml/yaml-file.ts';
import type { Fault } from './fault.ts';
import { FAULT_CODES, type FaultCode } from './fault-codes.ts';

const QUOTED_MAX = 80;
const MESSAGE_MAX = 600;
/** What would end a line, turn the reading direction or be no character at all in a terminal or a log. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

/** `tags[3].address` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = shortened(printable(String(step)));
    return text ? `${text}.${key}` : key;
  }, '');
}

/** What a fault points into: a file, or a form that is none yet. */
export type FaultSource = Pick<YamlFile, 'file' | 'lineOf'>;

/**
 * A fault of a file. What a hostile file holds cannot make the message long, nor break its line.
 * @param severity that of the code's table unless given.
 */
export function faultIn(
  file: string,
  code: FaultCode,
  message: string,
  { path = '', line, severity = defaultSeverity(code) }: FaultPlace = {},
): Fault {
  // Made printable first: what is no character takes six, and is measured so.
  const quotes = printable(message).replaceAll(/“([^”]{81,})”/g, (_all, quoted: string) => `“${shortened(quoted)}”`);
  const text = quotes.length > MESSAGE_MAX ? `${quotes.slice(0, MESSAGE_MAX)}….` : quotes;
  return {
    code,
    file: printable(file),
    path,
    message: text,
    severity,
    ...(line !== undefined && { line }),
  };
}

interface FaultPlace {
  readonly path?: string;
  readonly line?: number | undefined;
  readonly severity?: Fault['severity'];
}

/** A fault at a place of a file, with the line where that place stands. */
export function faultAt(
  yaml: FaultSource,
  code: FaultCode,
  path: readonly PropertyKey[],
  message: string,
  severity: Fault['severity'] = defaultSeverity(code),
): Fault {
  return faultIn(yaml.file, code, message, { path: pathText(path), line: yaml.lineOf(path), severity });
}

const defaultSeverity = (code: FaultCode): Fault['severity'] =>
  FAULT_CODES[code].severity === 'warning' ? 'warning' : 'error';

const shortened = (text: string): string => (text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX - 20)}…` : text);

function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
