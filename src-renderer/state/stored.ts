import type { z } from 'zod';

/** What this browser keeps under `key`, or undefined when there is nothing or it has another form. */
export function readStored<S extends z.ZodType>(key: string, schema: S): z.output<S> | undefined {
  const text = localStorage.getItem(key);
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Keeps a value for the next visit. A full or forbidden store loses comfort, not data, so it is let pass. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
