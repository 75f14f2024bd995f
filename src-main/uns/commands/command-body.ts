import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { ID_PATTERN } from '../../../src-shared/domain/name-rules.ts';
import { BodyFault, bodyText, parseExactJson, shortened } from './command-json.ts';
import type { CommandValue } from './command-messages.ts';

/** What the body of a command says, sound in form. */
export interface CommandBody {
  readonly tag: string;
  readonly value: CommandValue;
  readonly requestId?: string;
  readonly tsUs?: number;
  readonly ttlMs?: number;
  readonly expect?: CommandValue;
  readonly verify?: boolean;
  readonly reason?: string;
}

/** A body that is refused, with what could be read of it for the answer. */
export interface RefusedBody {
  readonly fault: string;
  readonly tag?: string | undefined;
  readonly requestId?: string | undefined;
}

export const MOST_TTL_MS = 30_000;
const MOST_TEXT = 1_024;
const MOST_ID = 128;
const MOST_REASON = 512;
/** As far as a Date goes, ms. */
const MOST_TIME = 8.64e15;
/** ISO 8601 with a date, a time and a zone; anything less says no moment. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** The body of `…/write`: an object with `tag_id` and `value`. @param device of the topic. */
export function readWriteBody(bytes: Uint8Array, device: string): CommandBody | RefusedBody {
  const text = bodyText(bytes);
  const body = text instanceof BodyFault ? text : parseExactJson(text);
  if (body instanceof BodyFault) return { fault: body.text };
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { fault: 'The command is not a JSON object with tag_id and value.' };
  }
  // Own fields only: what a prototype has was not sent.
  const fields = new Map(Object.entries(body));
  const tag = fields.get('tag_id');
  const id = fields.get('request_id') ?? undefined;
  const known = {
    tag: typeof tag === 'string' && ID_PATTERN.test(tag) ? tag : undefined,
    requestId: typeof id === 'string' && id.length >= 1 && id.length <= MOST_ID ? id : undefined,
  };
  const refuse = (fault: string): RefusedBody => ({ fault, ...known });
  if (known.tag === undefined)
    return refuse(tag === undefined ? 'tag_id is missing.' : 'tag_id is not the id of a tag.');
  if (id !== undefined && known.requestId === undefined)
    return refuse(`request_id is not a text of 1–${MOST_ID} characters.`);
  const other = fields.get('device_id') ?? device;
  if (other !== device) return refuse(`device_id names another device than the topic, ${device}.`);
  const value = fields.get('value');
  if (value === undefined) return refuse('value is missing.');
  const faults = [
    valueFault('value', value),
    fields.has('expect') ? valueFault('expect', fields.get('expect')) : undefined,
    ttlFault(fields.get('ttl_ms')),
    flagFault(fields.get('verify')),
    reasonFault(fields.get('reason')),
  ];
  const fault = faults.find((text_) => text_ !== undefined);
  if (fault !== undefined) return refuse(fault);
  const ts = fields.get('ts') ?? undefined;
  const tsUs = ts === undefined ? undefined : microseconds(ts);
  if (ts !== undefined && tsUs === undefined) return refuse(`ts is neither ISO 8601 with a zone nor ms since 1970.`);
  return {
    tag: known.tag,
    value: value as CommandValue,
    ...(known.requestId !== undefined && { requestId: known.requestId }),
    ...(tsUs !== undefined && { tsUs }),
    ...given(fields, { ttl_ms: 'ttlMs', expect: 'expect', verify: 'verify', reason: 'reason' }),
  };
}

/**
 * The body of `…/{tag}/set`: the bare value as text. A text needs no quotes where the tag holds texts.
 * @param type of the tag; undefined when there is no such tag, which is then for the engine to say.
 */
export function readSetBody(bytes: Uint8Array, tag: string, type: DataType | undefined): CommandBody | RefusedBody {
  if (!ID_PATTERN.test(tag)) return { fault: 'The topic does not name the id of a tag.' };
  const text = bodyText(bytes);
  if (text instanceof BodyFault) return { fault: text.text, tag };
  const trimmed = text.trim();
  const isQuoted = trimmed.startsWith('"');
  if (type === 'string' && !isQuoted) return valueOrFault(text, tag);
  const value = parseExactJson(trimmed);
  if (value instanceof BodyFault)
    return type === undefined && !isQuoted ? valueOrFault(text, tag) : { fault: value.text, tag };
  return valueOrFault(value, tag);
}

function valueOrFault(value: unknown, tag: string): CommandBody | RefusedBody {
  const fault = valueFault('The value', value);
  return fault === undefined ? { tag, value: value as CommandValue } : { fault, tag };
}

function valueFault(name: string, value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') {
    return value.length <= MOST_TEXT
      ? undefined
      : `${name} has ${value.length} characters; at most ${MOST_TEXT} are taken.`;
  }
  return `${name} ${shortened(JSON.stringify(value) ?? 'undefined')} is not a number, true, false or a text.`;
}

function ttlFault(ttl: unknown): string | undefined {
  if (ttl === undefined || ttl === null) return undefined;
  if (Number.isSafeInteger(ttl) && (ttl as number) >= 1 && (ttl as number) <= MOST_TTL_MS) return undefined;
  return `ttl_ms ${shortened(String(JSON.stringify(ttl)))} is not a whole number of 1–${MOST_TTL_MS} ms.`;
}

function flagFault(verify: unknown): string | undefined {
  return verify === undefined || verify === null || typeof verify === 'boolean'
    ? undefined
    : 'verify is not true or false.';
}

function reasonFault(reason: unknown): string | undefined {
  if (reason === undefined || reason === null || (typeof reason === 'string' && reason.length <= MOST_REASON)) {
    return undefined;
  }
  return `reason is not a text of at most ${MOST_REASON} characters.`;
}

/** µs since 1970 UTC of a time stamp as text or as ms; undefined for anything that names no moment. */
function microseconds(ts: unknown): number | undefined {
  if (typeof ts === 'number') return ts > 0 && ts <= MOST_TIME ? Math.round(ts * 1_000) : undefined;
  if (typeof ts !== 'string' || !ISO.test(ts)) return undefined;
  const ms = Date.parse(ts);
  return Number.isNaN(ms) ? undefined : ms * 1_000;
}

/** The fields that were sent, under their names here; null is as good as left out. */
function given(fields: ReadonlyMap<string, unknown>, names: Readonly<Record<string, string>>): Partial<CommandBody> {
  const sent = Object.entries(names).filter(([from]) => (fields.get(from) ?? undefined) !== undefined);
  return Object.fromEntries(sent.map(([from, to]) => [to, fields.get(from)]));
}
