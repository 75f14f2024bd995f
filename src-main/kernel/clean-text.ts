/** Stands where a secret stood. */
export const HIDDEN = '[hidden]';

/** What gives a secret away by the words before it: sessions and tokens in addresses and headers, users in URLs. */
const SECRETS: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/\b(authorization:\s*\w+\s+)\S+/gi, `$1${HIDDEN}`],
  [/\b(bearer\s+)[^\s"']+/gi, `$1${HIDDEN}`],
  [/\b((?:set-)?cookie:\s*)[^\r\n]+/gi, `$1${HIDDEN}`],
  [/\b(session\.)[\w-]{16,}/g, `$1${HIDDEN}`],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/]+@/gi, `$1${HIDDEN}@`],
  [/\b((?:\w{1,30}_)?(?:password|passwd|secret|token|api[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, `$1${HIDDEN}`],
];

/** Everything that moves a cursor, ends a line or turns the direction of reading, so that no text can fake a line. */
const CONTROLS = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Replaces what looks like a secret in a text by `[hidden]`; the words around it stay. */
export function hideSecrets(text: string): string {
  return SECRETS.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
}

/**
 * A text as it may stand in a log: secrets hidden, control characters as visible escapes, and no longer than `max`
 * characters. @param lines `keep`: line ends stay, for stacks of our own.
 */
export function cleanText(text: string, max: number, lines: 'escape' | 'keep' = 'escape'): string {
  // Cut first: a text of any length costs the same.
  const part = text.length > max ? text.slice(0, max) : text;
  const shown = hideSecrets(part.toWellFormed()).replace(CONTROLS, (char) =>
    lines === 'keep' && char === '\n'
      ? char
      : (SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  return text.length > max ? `${shown}… (${text.length - max} more)` : shown;
}
