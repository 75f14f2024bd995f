import type { DecodedMessage } from '../../../src-shared/contract/namespace.ts';

/** Reads messages of topics that have a format of their own, such as Sparkplug; undefined where it is not one of them. */
export type TopicDecoder = (topic: string, payload: Uint8Array) => DecodedMessage | undefined;

/** Longer texts are cut: nobody reads them on a page. */
export const MOST_TEXT = 65_536;
const MOST_VALUE = 80;
/** A larger JSON is not parsed for one line of a tree. */
const MOST_PARSED = 262_144;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What a message says. Tried in this order: the decoders of its topic, JSON, a bare number, UTF-8 text; anything else
 * is bytes. Never throws: a message that is broken is what it is.
 */
export function decodeMessage(
  topic: string,
  payload: Uint8Array,
  decoders: readonly TopicDecoder[] = [],
): DecodedMessage {
  if (payload.length === 0) return { ...NOTHING, kind: 'empty', value: '(empty)' };
  for (const decode of decoders) {
    const decoded = decode(topic, payload);
    if (decoded) return decoded;
  }
  const text = textOf(payload);
  if (text === undefined) return { ...NOTHING, kind: 'binary', value: hexLine(payload) };
  return jsonMessage(text) ?? { ...NOTHING, kind: 'text', text: text.slice(0, MOST_TEXT), value: oneLine(text) };
}

export const NOTHING: Omit<DecodedMessage, 'kind' | 'value'> = {
  text: '',
  number: null,
  quality: '',
  unborn: false,
  sourceMs: null,
};

/** A value parsed from JSON or MessagePack, as a message: known fields of points are what its line is made of. */
export function pointMessage(kind: DecodedMessage['kind'], parsed: unknown, text: string): DecodedMessage {
  const point = isRecord(parsed) ? parsed : undefined;
  const value = point && ('value' in point ? point['value'] : point['v']);
  if (point === undefined || value === undefined) {
    const points = point?.['values'];
    const line = Array.isArray(points)
      ? `${points.length} ${points.length === 1 ? 'value' : 'values'}`
      : lineOf(parsed);
    return { ...NOTHING, kind, text: text.slice(0, MOST_TEXT), value: oneLine(line) };
  }
  const unit = textField(point, 'unit', 'u');
  const shown = value === null ? (textField(point, 'vx') ?? 'null') : lineOf(value);
  return {
    kind,
    unborn: false,
    text: text.slice(0, MOST_TEXT),
    value: oneLine(unit === undefined ? shown : `${shown} ${unit}`),
    number: numberOf(value),
    quality: qualityOf(point['quality'] ?? point['q']),
    sourceMs: timeOf(point['timestamp'] ?? point['ts']),
  };
}

/** Undefined where the text is no JSON. Numbers are kept as they are written: 64 bits do not survive a double. */
function jsonMessage(text: string): DecodedMessage | undefined {
  if (text.length > MOST_PARSED || !/^\s*[-\d"{[tfn]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text, exactNumber);
    const kind = JSON.isRawJSON(parsed) ? 'number' : 'json';
    return kind === 'number'
      ? { ...NOTHING, kind, text: text.trim(), value: oneLine(text), number: numberOf(parsed) }
      : pointMessage(kind, parsed, JSON.stringify(parsed, null, 2));
  } catch {
    return undefined;
  }
}

declare global {
  // TypeScript does not know them yet (ES proposal “JSON.parse source text access”, in V8 since 11.4).
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

const exactNumber = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
  typeof value === 'number' && source !== undefined ? JSON.rawJSON(source) : value;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

function textField(point: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | undefined {
  for (const name of names) if (typeof point[name] === 'string') return point[name];
  return undefined;
}

function lineOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, plainBigint) ?? '');
}

const plainBigint = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

function numberOf(value: unknown): number | null {
  const number = JSON.isRawJSON(value) ? Number(value.rawJSON) : typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'boolean') return Number(number);
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Classic numbers (0–255), OPC UA status codes, or words. */
function qualityOf(quality: unknown): DecodedMessage['quality'] {
  if (typeof quality === 'string') {
    const word = quality.toLowerCase();
    return word.startsWith('good')
      ? 'good'
      : word.startsWith('unc')
        ? 'uncertain'
        : word.startsWith('bad')
          ? 'bad'
          : '';
  }
  const code = numberOf(quality);
  if (code === null || code < 0) return '';
  if (code <= 255) return code >= 192 ? 'good' : code >= 64 && code < 128 ? 'uncertain' : 'bad';
  return code < 2 ** 30 ? 'good' : code < 2 ** 31 ? 'uncertain' : 'bad';
}

/** ISO 8601, or ms since 1970. */
function timeOf(time: unknown): number | null {
  const ms = typeof time === 'string' ? Date.parse(time) : numberOf(time);
  return ms === null || !Number.isFinite(ms) ? null : ms;
}

function textOf(payload: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(payload);
    // Control characters are no text that anybody wrote.
    // oxlint-disable-next-line no-control-regex
    return /[\0-\x08\x0e-\x1a\x7f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The first characters on one line. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MOST_VALUE)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > MOST_VALUE ? `${line.slice(0, MOST_VALUE - 1)}…` : line;
}

function hexLine(payload: Uint8Array): string {
  const shown = [...payload.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return payload.length > 16 ? `${shown} …` : shown;
}
