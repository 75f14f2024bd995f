import { NexusError } from '../../src-shared/errors/nexus-error.ts';

export interface JsonLimits {
  readonly depth: number;
  /** Of all objects together. */
  readonly keys: number;
}

interface Container {
  /** Undefined: a list. */
  readonly keys: Set<string> | undefined;
  /** Where the scan is in it. */
  at: string | number;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** To the quote that ends the text. */
const TEXT = /[^"\\]*(?:\\.[^"\\]*)*"/sy;

/**
 * Reads JSON as a stranger sends it. What two readers would understand differently is refused rather than guessed at:
 * a key that stands twice, a number that JavaScript would change (`1e400`, 2^53 + 1, `-0`), a key that reaches for the
 * prototype; and so is what is made to be expensive. One pass without recursion.
 *
 * @throws NexusError NX_REQUEST_INVALID with the place.
 */
export function parseStrictJson(text: string, limits: JsonLimits): unknown {
  scan(text, limits);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NexusError('NX_REQUEST_INVALID', 'The body is no JSON. Send one JSON object in UTF-8.');
  }
}

function scan(text: string, { depth, keys: mostKeys }: JsonLimits): void {
  const open: Container[] = [];
  let keys = 0;
  let expectsKey = false;
  const refuse = (why: string): never => {
    const path = open.map(({ at }) => at);
    const where = path.length === 0 ? 'The body' : `The body at ${path.slice(0, 20).join('.').slice(0, 200)}`;
    throw new NexusError('NX_REQUEST_INVALID', `${where} ${why}`, { path: path.slice(0, 20) });
  };
  for (let at = 0; at < text.length; ) {
    const char = text.charCodeAt(at);
    const top = open[open.length - 1];
    if (char === 0x7b || char === 0x5b) {
      if (open.length >= depth) refuse(`nests deeper than ${depth} levels.`);
      expectsKey = char === 0x7b;
      open.push(expectsKey ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 });
      at++;
    } else if (char === 0x7d || char === 0x5d) {
      open.pop();
      expectsKey = false;
      at++;
    } else if (char === 0x2c) {
      if (top && typeof top.at === 'number') top.at++;
      expectsKey = top?.keys !== undefined;
      at++;
    } else if (char === 0x22) {
      TEXT.lastIndex = at + 1;
      if (!TEXT.test(text)) return;
      if (expectsKey && top?.keys) {
        const key = keyOf(text.slice(at, TEXT.lastIndex));
        if (key === undefined) return;
        top.at = key;
        if (++keys > mostKeys) refuse(`has more than ${mostKeys} keys. Send it in parts.`);
        if (key === '__proto__') refuse('is a name that JavaScript keeps for itself.');
        if (top.keys.has(key)) refuse('stands there twice. Send it once.');
        top.keys.add(key);
        expectsKey = false;
      }
      at = TEXT.lastIndex;
    } else if (char === 0x2d || (char >= 0x30 && char <= 0x39)) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text)?.[0];
      if (number === undefined) return;
      const why = changed(number);
      if (why) refuse(why);
      at += number.length;
    } else at++;
  }
}

/** Whether lists and objects nest deeper; quick, because nothing else is looked at. */
export function nestsDeeper(text: string, depth: number): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) {
      TEXT.lastIndex = at + 1;
      if (!TEXT.test(text)) return false;
      at = TEXT.lastIndex - 1;
    } else if (char === 0x7b || char === 0x5b) {
      if (++open > depth) return true;
    } else if (char === 0x7d || char === 0x5d) open--;
  }
  return false;
}

/** Undefined for what is no text of JSON. */
function keyOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function changed(number: string): string | undefined {
  const value = Number(number);
  const shown = number.slice(0, 30);
  if (!Number.isFinite(value)) return `is ${shown}, which is larger than any number. Send one up to 1.8e308.`;
  const isInteger = !/[.eE]/.test(number);
  if (isInteger && !Number.isSafeInteger(value))
    return `is ${shown}, which has more digits than a number holds. Send it as a text.`;
  if (isInteger && Object.is(value, -0)) return 'is -0. Send 0.';
  return undefined;
}
