import { fieldsOf } from '../../../src-shared/domain/audit-summary.ts';

/** One field of what something was before and after. */
export interface EntryChange {
  /** Empty: the value as a whole. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Both sides field by field, in the order in which they stand. */
export function entryChanges(before: unknown, after: unknown): readonly EntryChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.map((name) => ({ name, before: old.get(name), after: now.get(name) }));
}
