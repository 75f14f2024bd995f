import type { FormValue } from '../../forms/form-field.ts';
import { isForm, same, valueAt } from '../../forms/form-value.ts';

/** A setting that was edited and is not applied; undefined: it is not in the file. */
export interface ChangedSetting {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The settings in which two forms differ, leaf by leaf. */
export function changedSettings(before: FormValue, after: FormValue): readonly ChangedSetting[] {
  const paths = [...new Set([...leavesOf(before), ...leavesOf(after)])];
  return paths
    .map((path) => ({ path, before: leafAt(before, path), after: leafAt(after, path) }))
    .filter((change) => !same(change.before, change.after));
}

function leavesOf(form: FormValue, base = ''): readonly string[] {
  return Object.entries(form).flatMap(([key, value]) => {
    const path = base === '' ? key : `${base}.${key}`;
    return isForm(value) ? leavesOf(value, path) : [path];
  });
}

/** A map in one form may be a single value in the other. */
function leafAt(form: FormValue, path: string): unknown {
  const value = valueAt(form, path);
  return isForm(value) ? undefined : value;
}
