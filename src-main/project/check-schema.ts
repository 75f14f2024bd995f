import { z } from 'zod';
import { nearestWord } from '../../src-shared/util/nearest-word.ts';
import type { Fault, FaultCode } from './fault.ts';
import { faultAt } from './fault-at.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a value against its schema and names every fault in one pass, with the place in the file.
 * @param base path of `value` inside the file.
 */
export function checkSchema<T extends z.ZodType>(
  schema: T,
  value: unknown,
  yaml: YamlFile,
  base: readonly PropertyKey[] = [],
): { readonly value?: z.output<T>; readonly faults: readonly Fault[] } {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data, faults: [] };
  return { faults: result.error.issues.flatMap((issue) => describe(schema, issue, yaml, base)) };
}

function describe(schema: z.ZodType, issue: Issue, yaml: YamlFile, base: readonly PropertyKey[]): Fault[] {
  const path = [...base, ...issue.path];
  const field = String(issue.path.at(-1) ?? 'value');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const near = nearestWord(key, known);
      const hint = near ? `Did you mean “${near}”?` : `Known here: ${known.join(', ')}.`;
      return faultAt(yaml, 'UNKNOWN_KEY', [...path, key], `“${key}” is not a known key. ${hint}`);
    });
  }
  const [code, message] = explain(issue, field);
  return [faultAt(yaml, code, path, message)];
}

function explain(issue: Issue, field: string): readonly [FaultCode, string] {
  const seen = quote(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined)
        return ['MISSING_KEY', `“${field}” is missing. Add it; it takes ${kind(issue.expected)}.`];
      if (issue.input === null)
        return ['NULL_NOT_ALLOWED', `“${field}” is empty. Give it ${kind(issue.expected)} or remove the line.`];
      return ['WRONG_TYPE', `${seen} is not ${kind(issue.expected)}, which “${field}” takes.`];
    case 'invalid_value':
      if (issue.input === undefined) return ['MISSING_KEY', `“${field}” is missing. Use ${oneOf(issue.values)}.`];
      return ['VALUE', `${seen} is not a value of “${field}”. Use ${oneOf(issue.values)}.`];
    case 'too_small':
      if (issue.origin === 'string')
        return ['RANGE', `“${field}” is empty. Give it at least ${issue.minimum} character.`];
      return ['RANGE', `${seen} is below ${issue.minimum}, the smallest “${field}”.`];
    case 'too_big':
      if (issue.origin === 'string')
        return ['RANGE', `“${field}” is longer than ${issue.maximum} characters. Shorten it.`];
      if (issue.origin === 'array')
        return ['RANGE', `“${field}” has more than ${issue.maximum} entries. Split the device.`];
      return ['RANGE', `${seen} is above ${issue.maximum}, the largest “${field}”.`];
    case 'custom':
      return ['VALUE', issue.message];
    case 'invalid_format':
      return [
        'VALUE',
        issue.message.startsWith('Invalid') ? `${seen} does not have the form of a ${issue.format}.` : issue.message,
      ];
    default:
      return ['VALUE', `${seen} does not fit “${field}”.`];
  }
}

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

/** The keys a strict object at `path` knows, by walking the schema as JSON Schema. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema | undefined;
  for (const step of path) node = typeof step === 'number' ? node?.items : node?.properties?.[String(step)];
  return Object.keys(node?.properties ?? {});
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}
