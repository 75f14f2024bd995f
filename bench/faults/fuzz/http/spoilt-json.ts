import type { Random } from '../../../../src-main/testing/random-from.ts';

/** What no caller means. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 0.1, 1e308, 4_294_967_296, Number.MAX_SAFE_INTEGER, [], {}, [null], { a: { b: [] } }],
  ...['', 'NaN', '1e999', '../../etc/passwd', '\u0000\u001b[31m', '\u202eevil', '\ud800', '${7*7}', '%00'],
  ...['constructor', '__proto__', 'toString', 'x'.repeat(5_000), '💥'.repeat(50)],
];
const oneOf = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!;

/** The same with one place changed, left out or put in, however deep. */
export function spoiltJson(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random(6) === 0) return oneOf(ODD, random);
  if (Array.isArray(value)) {
    const at = random(value.length + 1);
    return [...value.slice(0, at), spoiltJson(value[at], random), ...value.slice(at + 1)];
  }
  const keys = Object.keys(value);
  const key = oneOf([...keys, ...keys, 'constructor', 'x'], random);
  const fields: Record<string, unknown> = { ...value };
  if (random(5) === 0) delete fields[key];
  else fields[key] = spoiltJson(fields[key], random);
  return fields;
}
