import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { Choice, FormField, Variant } from './form-field.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The fields of a JSON Schema of an object, in its order. What it says beyond the standard is metadata of our own
 * schemas: `unit`, `advanced`, `secret`, `fault`, `hint`, `durationMs`; of lists of maps `itemTitle` and `usual`.
 * @param base where the object stands in the form: `connection`; empty for the form itself.
 */
export function readFields(schema: Schema, base = ''): readonly FormField[] {
  const required = listOf(schema['required']);
  return Object.entries(mapOf(schema['properties'])).map(([key, property]) =>
    readField(key, mapOf(property), base === '' ? key : `${base}.${key}`, required.includes(key)),
  );
}

function readField(key: string, written: Schema, path: string, isRequired: boolean): FormField {
  const schema = withoutNull(written);
  const facts = {
    path,
    title: textOf(schema['title']) || titleOf(key),
    description: textOf(schema['description']),
    isRequired: isRequired && schema['default'] === undefined,
    isAdvanced: schema['advanced'] === true,
    fallback: schema['default'],
    examples: listOf(schema['examples']).map(String),
    unit: textOf(schema['unit']),
    faultCode: textOf(schema['fault']),
    hint: textOf(schema['hint']),
  };
  const choices = readChoices(schema);
  if (choices) return { ...facts, kind: 'choice', choices };
  const variants = readVariants(schema, path);
  if (variants) return { ...facts, kind: 'variants', variants };
  switch (typeOf(schema)) {
    case 'string': {
      if (isDuration(schema)) return { ...facts, kind: 'duration', ...durationLimits(schema) };
      return { ...facts, kind: 'text', maxLength: numberOf(schema['maxLength']), isSecret: schema['secret'] === true };
    }
    case 'integer':
    case 'number':
      return {
        ...facts,
        kind: 'number',
        isWhole: typeOf(schema) === 'integer',
        minimum: numberOf(schema['minimum']),
        maximum: numberOf(schema['maximum']),
      };
    case 'boolean':
      return { ...facts, kind: 'switch' };
    case 'array': {
      const itemTitle = textOf(schema['itemTitle']);
      if (itemTitle !== '') return { ...facts, kind: 'list', itemTitle, item: itemFields(schema) };
      return { ...facts, kind: typeOf(mapOf(schema['items'])) === 'string' ? 'lines' : 'other' };
    }
    case 'object':
      if (schema['properties']) return { ...facts, kind: 'group', fields: readFields(schema, path) };
      return { ...facts, kind: 'other' };
    default:
      return { ...facts, kind: 'other' };
  }
}

/** Of a map in a list only the fields that are usual are not folded away, where the schema names them. */
function itemFields(schema: Schema): readonly FormField[] {
  const usual = listOf(schema['usual']);
  return readFields(mapOf(schema['items'])).map((field) =>
    usual.length === 0 || usual.includes(field.path) ? field : { ...field, isAdvanced: true },
  );
}

/** `anyOf: [X, null]` is X that may be left out. */
function withoutNull(schema: Schema): Schema {
  const options = listOf(schema['anyOf']).map(mapOf);
  const others = options.filter((option) => option['type'] !== 'null');
  return others.length === 1 && options.length > 1 ? { ...others[0], ...schema } : schema;
}

function readChoices(schema: Schema): readonly Choice[] | undefined {
  const options = optionsOf(schema);
  const named = options.every((option) => 'const' in option) ? options : [];
  const values = listOf(schema['enum']).map((value): Schema => ({ const: value }));
  const all = named.length > 0 ? named : values;
  if (all.length === 0) return undefined;
  const titles = mapOf(schema['titles']);
  return all.flatMap(({ const: value, title }) =>
    typeof value === 'string' || typeof value === 'number'
      ? [{ value, title: textOf(title) || textOf(titles[String(value)]) || String(value) }]
      : [],
  );
}

function readVariants(schema: Schema, path: string): readonly Variant[] | undefined {
  const options = optionsOf(schema);
  if (options.length < 2 || !options.every((option) => option['properties'])) return undefined;
  return options.map((option) => {
    const properties = Object.entries(mapOf(option['properties'])).map(([key, value]) => [key, mapOf(value)] as const);
    const marks = properties.flatMap(([key, { const: value }]) => (isMark(value) ? [[key, value] as const] : []));
    const fields = readFields(option, path).filter(({ path: at }) => !marks.some(([key]) => at === `${path}.${key}`));
    return {
      title: textOf(option['title']) || marks.map(([, value]) => titleOf(String(value))).join(', ') || fields[0]!.title,
      mark: Object.fromEntries(marks),
      keys: properties.map(([key]) => key),
      fields,
    };
  });
}

const isMark = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const optionsOf = (schema: Schema): readonly Schema[] =>
  [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])].map(mapOf);

/** Of several types the first one that a field can hold: a text holds them all. */
function typeOf({ type }: Schema): string {
  return Array.isArray(type) ? (type.includes('string') ? 'string' : String(type[0])) : textOf(type);
}

/** Durations are texts in a file; their schema says so by limits, or by a default or an example that is one. */
function isDuration(schema: Schema): boolean {
  if (schema['durationMs']) return true;
  const shown = [schema['default'], ...listOf(schema['examples'])].filter((one) => one !== undefined);
  return shown.length > 0 && shown.every((one) => typeof one === 'string' && parseDurationMs(one) !== undefined);
}

function durationLimits(schema: Schema): { readonly minMs: number | undefined; readonly maxMs: number | undefined } {
  const { minimum, maximum } = mapOf(schema['durationMs']);
  return { minMs: numberOf(minimum), maxMs: numberOf(maximum) };
}

/** `unit_id` → `Unit id` */
function titleOf(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const mapOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
