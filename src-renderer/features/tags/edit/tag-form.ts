/** A tag in the form of its file: snake_case keys, see docs/config.md. */
export type TagForm = Readonly<Record<string, unknown>>;

/** What stands at `deadband.absolute`; undefined where nothing does. */
export function valueAt(form: TagForm, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isForm(value) ? value[key] : undefined), form);
}

/** The form with another value at a path; undefined removes it, and a map that is empty then. */
export function withValueAt(form: TagForm, path: string, value: unknown): TagForm {
  const [key = '', ...rest] = path.split('.');
  const inner = form[key];
  const next = rest.length === 0 ? value : withValueAt(isForm(inner) ? inner : {}, rest.join('.'), value);
  const isNothing = next === undefined || (rest.length > 0 && isForm(next) && Object.keys(next).length === 0);
  if (!isNothing) return { ...form, [key]: next };
  const { [key]: _removed, ...others } = form;
  return others;
}

/** Whether two values of a form say the same, whatever the order of their keys. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSameValue(one, b[i]));
  if (!isForm(a) || !isForm(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
  );
}

export function isForm(value: unknown): value is TagForm {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The identity that the gateway gave a tag. Every tag that was applied has one. */
export const uidOf = (form: TagForm): string => String(form['uid']);
export const idOf = (form: TagForm): string => textOf(form['id']);
/** The name that people read; the id where there is none. */
export const nameOf = (form: TagForm): string => textOf(form['name']) || idOf(form);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
