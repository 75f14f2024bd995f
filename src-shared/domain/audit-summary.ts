import type { AuditEntry } from './audit-entry.ts';

const MOST_FIELDS = 4;
const MOST_TEXT = 160;

type Told = Pick<AuditEntry, 'action' | 'before' | 'after' | 'reason' | 'code'>;

/** What an entry says in one line: why, why not, and what changed to what. */
export function auditSummary({ before, after, reason, code }: Told): string {
  const parts = [reason && `“${reason}”`, code, changeText(before, after)].filter(Boolean);
  const text = parts.join(' · ');
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}

function changeText(before: unknown, after: unknown): string {
  const [old, now] = [shortFields(before), shortFields(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
  const shown = names.slice(0, MOST_FIELDS).map((name) => {
    const [from, to] = [old.get(name), now.get(name)];
    const label = name === '' ? '' : `${name} `;
    if (from !== undefined && to !== undefined) return `${label}${from} → ${to}`;
    return to === undefined ? `${label}${from} → –` : `${label}${to}`;
  });
  return names.length > MOST_FIELDS ? `${shown.join(', ')}, ${names.length - MOST_FIELDS} more` : shown.join(', ');
}

/** Hashes and keys are told apart by their beginnings. */
const shortFields = (value: unknown): ReadonlyMap<string, string> =>
  new Map([...fieldsOf(value)].map(([name, text]) => [name, text.replace(/^([\w+/]{12})[\w+/]{20,}=*$/, '$1…')]));

/** The fields of an object with their values as texts; a plain value stands under an empty name. */
export function fieldsOf(value: unknown): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([['', textOf(value)]]);
  return new Map(Object.entries(value).map(([name, field]) => [name, textOf(field)]));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
