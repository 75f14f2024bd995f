/** A step into a claim: the name of a member, the number of an item, or every item. */
export type ClaimStep = string | number | typeof EVERY;
const EVERY: unique symbol = Symbol('every item');

const STEP = /\.?(?:([^.[\]"'*\s]+)|\[(?:"((?:[^"\\]|\\["\\])*)"|'((?:[^'\\]|\\['\\])*)'|(\d{1,6})|(\*))\])|\.(\*)/y;

/**
 * Reads the part of JSONPath (RFC 9535) that names one place: `$`, `.name`, `["name"]`, `[0]`, `[*]`. A first name needs
 * no `$.` before it. Filters, slices and descents are not claims' business.
 *
 * @returns undefined where it is none.
 */
export function parseClaimPath(text: string): readonly ClaimStep[] | undefined {
  const isRooted = text.startsWith('$');
  const path = isRooted ? text.slice(1) : text;
  // After `$` a name has its dot, and before the first name of all there is none.
  if (isRooted ? /^[^.[]/.test(path) : path.startsWith('.')) return undefined;
  const steps: ClaimStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const isFirst = STEP.lastIndex === 0;
    const found = STEP.exec(path);
    if (!found) return undefined;
    const [whole, name, double, single, number, every, dotEvery] = found;
    // Names are set apart by dots; brackets are not.
    if (name !== undefined && !whole.startsWith('.') && !(isFirst && !isRooted)) return undefined;
    if (name === undefined && dotEvery === undefined && whole.startsWith('.')) return undefined;
    if (every !== undefined || dotEvery !== undefined) steps.push(EVERY);
    else if (number !== undefined) steps.push(Number(number));
    else steps.push(name ?? (double ?? single)!.replaceAll(/\\(.)/g, '$1'));
  }
  return steps.length > 0 ? steps : undefined;
}

/** Everything that stands at a path, in its order; empty where nothing does. */
export function valuesAt(claims: unknown, path: readonly ClaimStep[]): readonly unknown[] {
  let found: readonly unknown[] = [claims];
  for (const step of path) found = found.flatMap((value) => into(value, step));
  return found;
}

function into(value: unknown, step: ClaimStep): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === EVERY) return Array.isArray(value) ? value : Object.values(value);
  if (Array.isArray(value)) return typeof step === 'number' && step < value.length ? [value[step] as unknown] : [];
  // What a claim inherits from JavaScript is no claim.
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}
