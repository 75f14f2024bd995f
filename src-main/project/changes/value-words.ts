import { parseDurationMs } from '../../../src-shared/domain/duration.ts';

const THIN_SPACE = '\u2009';
const LONGEST = 160;
/** Values that are never shown, whoever wrote them into a place where only a reference belongs. */
const SECRET_KEY = /(?:^|[._])(?:password|passphrase|secret|token|private_key)$/i;
const URL_PASSWORD = /(\/\/[^/:@\s]*:)[^/@\s]+@/g;

/** A value of a configuration as people read it; empty where there is none. */
export function valueWords(value: unknown, path: string): string {
  if (value === null || value === undefined) return '';
  if (SECRET_KEY.test(path) && typeof value !== 'object') return '••••';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? durationWords(value) : plainJson(value);
  const masked = text.replaceAll(URL_PASSWORD, '$1••••@');
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST - 1)}…` : masked;
}

/** Durations below ten seconds in one unit, so that two of them compare at a glance: `1 000 ms`, `500 ms`. */
function durationWords(text: string): string {
  const ms = /^\d+(?:\.\d+)?\s*(?:ms|s)$/.test(text) ? parseDurationMs(text) : undefined;
  return ms === undefined || ms >= 10_000 ? text : `${grouped(ms)} ms`;
}

/** `12 500` */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+(?!\d))/g, THIN_SPACE);

/** `1 tag`, `12 500 tags` */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

const plainJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/["{}[\]]/g, '')
    .replaceAll(/[,:](?=\S)/g, (sign) => `${sign} `);
