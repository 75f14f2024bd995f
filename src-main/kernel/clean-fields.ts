import { cleanText, HIDDEN } from './clean-text.ts';

const MAX_TEXT = 1_000;
const MAX_STACK = 4_000;
const MAX_KEY = 100;
const MAX_KEYS = 40;
const MAX_ITEMS = 20;
const MAX_DEPTH = 5;

/** A field whose name has one of these words is never shown. */
const SECRET_WORDS = new Set(
  'password passwd passphrase pwd token tokens secret secrets authorization key apikey privatekey cookie cookies credential credentials'.split(
    ' ',
  ),
);

/** True for `password`, `mqttPassword`, `api_key`, `set-cookie`; not for `monkey`. */
export function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word.toLowerCase()));
}

/**
 * Fields as they may stand in a log: secrets hidden by the name of their field at any depth and by what stands before
 * them in texts, foreign control characters escaped, length, depth and number bounded. Never throws.
 */
export function cleanFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return cleanObject(fields, 0);
}

function cleanObject(value: object, depth: number): Record<string, unknown> {
  const names = Object.keys(value);
  const entries = names.slice(0, MAX_KEYS).map((name) => [cleanText(name, MAX_KEY), cleanField(value, name, depth)]);
  if (names.length > MAX_KEYS) entries.push(['…', `${names.length - MAX_KEYS} more`]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function cleanField(owner: object, name: string, depth: number): unknown {
  try {
    const value = (owner as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) return value;
    if (isSecretName(name)) return HIDDEN;
    if (name === 'stack' && typeof value === 'string') return cleanText(value, MAX_STACK, 'keep');
    return cleanValue(value, depth + 1);
  } catch (error) {
    return `[unreadable: ${cleanText(String(error), MAX_KEY)}]`;
  }
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return cleanText(String(value), MAX_TEXT);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (depth > MAX_DEPTH) return '[deeper]';
  if (!Array.isArray(value)) return cleanObject(value, depth);
  const items = value.slice(0, MAX_ITEMS).map((item: unknown) => cleanValue(item, depth + 1) ?? null);
  return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
}
