import { createHash } from 'node:crypto';

/** The fingerprint of a device's form, whatever the order of its keys. */
export function formPrint(form: unknown): string {
  return createHash('sha256').update(JSON.stringify(form, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
