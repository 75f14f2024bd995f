import type { z } from 'zod';
import { nearestWord } from '../../../src-shared/util/nearest-word.ts';
import type { Fault } from './fault.ts';
import { type FaultSource, faultAt } from './fault-at.ts';
import { type FaultCode, isFaultCode } from './fault-codes.ts';
import { placeIn } from './schema-place.ts';

type Issue = z.core.$ZodIssue;

/** How zod's own texts begin; a message that begins otherwise stands beside its rule in the schema. */
const LIBRARY_TEXT = /^(Invalid|Too small|Too big|Unrecognized|Number must)/;
/** Longer words are no typing mistakes, and comparing them would take time. */
const WORD_MAX = 64;

/**
 * Checks a value against its schema and names every fault in one pass, with the place in the file. The code of a fault
 * stands beside its rule: in the `params` of a refinement or as `fault` in the metadata of the field.
 * @param base path of `value` inside the file.
 */
export function checkSchema<T extends z.ZodType>(
  schema: T,
  value: unknown,
  yaml: FaultSource,
  base: readonly PropertyKey[] = [],
): { readonly value?: z.output<T>; readonly faults: readonly Fault[] } {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data, faults: [] };
  return { faults: result.error.issues.flatMap((issue) => describe(schema, issue, yaml, base)) };
}

/** What a map would be without its faults: the fields that are right, and the defaults of the others. */
export function sketchOf<T extends z.ZodObject>(schema: T, value: unknown): Partial<z.output<T>> {
  const raw = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const fields = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([key, field]) => {
    const own = field.safeParse(raw[key]);
    const read = own.success || raw[key] === undefined ? own : field.safeParse(undefined);
    return read.success && read.data !== undefined ? [[key, read.data] as const] : [];
  });
  return Object.fromEntries(fields) as Partial<z.output<T>>;
}

function describe(schema: z.ZodType, issue: Issue, yaml: FaultSource, base: readonly PropertyKey[]): Fault[] {
  const path = [...base, ...issue.path];
  const place = placeIn(schema, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = key.length > WORD_MAX ? undefined : nearestWord(key, place.keys);
      const hint = near ? `Did you mean “${near}”?` : `Known here: ${place.keys.join(', ')}.`;
      return faultAt(yaml, 'UNKNOWN_KEY', [...path, key], `“${key}” is not a known key. ${hint}`);
    });
  }
  const [code, message] = explain(issue, path.length === 0 ? 'the file' : `“${String(path.at(-1))}”`, place.fault);
  return [faultAt(yaml, code, path, message)];
}

function explain(issue: Issue, field: string, fault: FaultCode | undefined): readonly [FaultCode, string] {
  const seen = quote(issue.input);
  const own = LIBRARY_TEXT.test(issue.message) ? undefined : issue.message;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined)
        return ['MISSING_KEY', `${upper(field)} is missing. Add it; it takes ${kind(issue.expected)}.`];
      if (issue.input === null) return ['NULL_NOT_ALLOWED', emptyText(field, kind(issue.expected))];
      if (own && fault && typeof issue.input !== 'object') return [fault, own];
      return ['WRONG_TYPE', wrongType(issue.input, seen, field, issue.expected)];
    case 'invalid_value':
      if (issue.input === undefined) return ['MISSING_KEY', `${upper(field)} is missing. Use ${oneOf(issue.values)}.`];
      if (issue.input === null) return ['NULL_NOT_ALLOWED', emptyText(field, oneOf(issue.values))];
      return [fault ?? 'VALUE', own ?? `${seen} is not a value of ${field}. Use ${oneOf(issue.values)}.`];
    case 'too_small':
      if (issue.origin === 'string')
        return [
          fault ?? 'NAME_LENGTH',
          own ?? `${upper(field)} is empty. Give it at least ${issue.minimum} character.`,
        ];
      if (issue.origin === 'array')
        return ['COUNT_LIMIT', own ?? `${upper(field)} has fewer than ${issue.minimum} entries. Add one.`];
      return [fault ?? 'VALUE', own ?? `${seen} is below ${issue.minimum}, the smallest ${field}.`];
    case 'too_big':
      if (issue.origin === 'string')
        return [
          fault ?? 'NAME_LENGTH',
          own ?? `${upper(field)} is longer than ${issue.maximum} characters. Shorten it.`,
        ];
      if (issue.origin === 'array')
        return ['COUNT_LIMIT', own ?? `${upper(field)} has more than ${issue.maximum} entries. Remove some.`];
      return [fault ?? 'VALUE', own ?? `${seen} is above ${issue.maximum}, the largest ${field}.`];
    case 'custom':
      return [isFaultCode(issue.params?.['fault']) ? issue.params['fault'] : (fault ?? 'VALUE'), issue.message];
    case 'invalid_format':
      return [fault ?? 'VALUE', own ?? `${seen} does not have the form of a ${issue.format}.`];
    case 'invalid_key':
      return [fault ?? 'VALUE', issue.issues[0]?.message ?? `${field} is no key that is allowed here.`];
    default:
      return [fault ?? 'VALUE', own ?? `${seen} does not fit ${field}.`];
  }
}

function wrongType(input: unknown, seen: string, field: string, expected: string): string {
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean'))
    return `${seen} is not a text, which ${field} takes. Write it in quotes: "${seen}".`;
  if (expected === 'number' && typeof input === 'number')
    return `${seen} is not a finite number, which ${field} takes.`;
  return `${seen} is not ${kind(expected)}, which ${field} takes.`;
}

const emptyText = (field: string, wanted: string): string =>
  field === 'the file'
    ? `The file is empty. It takes ${wanted}.`
    : `${field} is empty. Give it ${wanted} or remove the line.`;

const upper = (field: string): string => (field === 'the file' ? 'The file' : field);

function quote(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 60)}”`;
  if (Array.isArray(value)) return 'A list';
  return typeof value === 'object' ? 'A map' : String(value as number | boolean);
}

function kind(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    object: 'a map of keys',
    record: 'a map of keys',
    array: 'a list',
  };
  return words[expected] ?? expected;
}

const oneOf = (values: readonly unknown[]): string => values.map(String).join(', ');
