import type { DecodedPoint, DecodedValue, PointMeta } from './decoded-point.ts';

type Body = Readonly<Record<string, unknown>>;

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A value of JSON; what is none of ours (a list, a map) comes as its text. @param special name of a number that JSON lacks. */
export function valueIn(value: unknown, special: unknown): DecodedValue {
  if (value === null || value === undefined) return SPECIAL.get(special) ?? null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as DecodedValue);
}

/** A member that is a text, under the name that points have it by. */
export function textIn<K extends keyof DecodedPoint>(body: Body, member: string, name: K): Partial<Record<K, string>> {
  const text = body[member];
  return typeof text === 'string' ? ({ [name]: text } as Partial<Record<K, string>>) : {};
}

export function metaIn({ log, lane, seq }: Body): { readonly meta?: PointMeta } {
  if (typeof log !== 'string' || typeof lane !== 'number' || typeof seq !== 'number') return {};
  return { meta: { log, lane, seq } };
}
