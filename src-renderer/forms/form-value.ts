import { type FormField, type FormValue, leafFields, type Variant, type VariantsField } from './form-field.ts';

/** What stands at `connection.port`; undefined where nothing does. */
export function valueAt(form: FormValue, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isForm(at) ? at[key] : undefined), form);
}

/** The maps of a list; none where nothing is written. */
export function itemsAt(form: FormValue, path: string): readonly FormValue[] {
  const value = valueAt(form, path);
  return Array.isArray(value) ? value.filter(isForm) : [];
}

/** The form with another value at a path; undefined takes the key away, and a map that is then empty with it. */
export function withValue(form: FormValue, path: string, value: unknown): FormValue {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return withKey(form, key, value);
  const below = isForm(form[key]) ? form[key] : {};
  const next = withValue(below, rest.join('.'), value);
  return withKey(form, key, Object.keys(next).length === 0 && value === undefined ? undefined : next);
}

function withKey(form: FormValue, key: string, value: unknown): FormValue {
  if (value !== undefined) return { ...form, [key]: value };
  const { [key]: _gone, ...others } = form;
  return others;
}

/**
 * The form as a file takes it: texts without blanks around them, numbers as numbers, and of what equals its default
 * only what stood there before, so that files stay small.
 * @param before what the file holds now; empty for a new one.
 */
export function settled(fields: readonly FormField[], form: FormValue, before: FormValue): FormValue {
  let next = form;
  for (const field of leavesIn(fields, form)) {
    const typed = valueAt(next, field.path);
    if (typed === undefined) continue;
    const value = settledValue(field, typed);
    const isDefault = same(value, field.fallback) && valueAt(before, field.path) === undefined;
    const kept = value === '' || isDefault ? undefined : value;
    if (!same(kept, typed)) next = withValue(next, field.path, kept);
  }
  return next;
}

/** Numbers are read where they were typed as text; what cannot be read stays for the check to name. */
export function settledValue(field: FormField, typed: unknown): unknown {
  if (field.kind === 'lines' && Array.isArray(typed)) {
    const lines = typed.map((line) => String(line).trim()).filter((line) => line !== '');
    return lines.length === 0 ? undefined : lines;
  }
  if (field.kind === 'list' && Array.isArray(typed)) {
    const items = typed.filter(isForm).map((one) => settled(field.item, one, {}));
    return items.length === 0 ? undefined : items;
  }
  if (typeof typed !== 'string') return typed;
  const text = field.kind === 'text' && field.isSecret ? typed : typed.trim();
  if (field.kind === 'duration') return text.replace(/(\d)\s+(?=[a-z])/, '$1');
  if (field.kind === 'number' && text !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** The fields that are shown now: those of groups, and of the variants that are chosen. */
export function leavesIn(fields: readonly FormField[], form: FormValue): readonly FormField[] {
  return leafFields(fields).flatMap((field) =>
    field.kind === 'variants' ? leavesIn(chosenVariant(field, form)?.fields ?? [], form) : [field],
  );
}

/** The variant that a value has: the one whose mark it bears, or the one whose keys it has. */
export function chosenVariant(field: VariantsField, form: FormValue): Variant | undefined {
  const written = valueAt(form, field.path);
  const value = isForm(written) ? written : isForm(field.fallback) ? field.fallback : undefined;
  if (!value) return undefined;
  const keys = Object.keys(value);
  return field.variants.find(({ mark, keys: own }) => {
    const marks = Object.entries(mark);
    return marks.length > 0 ? marks.every(([key, is]) => value[key] === is) : keys.every((key) => own.includes(key));
  });
}

/** What has to be sent to make one form of the other (RFC 7396): null removes; undefined: nothing differs. */
export function patchOf(before: FormValue, after: FormValue): FormValue | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (same(was, is)) continue;
    patch[key] = is === undefined ? null : isForm(was) && isForm(is) ? patchOf(was, is) : is;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** The form with what a patch names changed, as the gateway would change it (RFC 7396). */
export function withPatch(form: FormValue, patch: FormValue): FormValue {
  return Object.entries(patch).reduce((next, [key, value]) => {
    const old = next[key];
    const merged = isForm(value) ? withPatch(isForm(old) ? old : {}, value) : value;
    return withKey(next, key, merged ?? undefined);
  }, form);
}

/** Equal as data, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (!isForm(a) || !isForm(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

export const isForm = (value: unknown): value is FormValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
