import type { z } from 'zod';
import { Tag } from '../domain/tag.ts';

/** One field of a tag as a column of a file. */
export interface TagPath {
  /** Where it stands in the form of a tag: `deadband.absolute`. */
  readonly path: string;
  /** Heading of its column: `Deadband absolute`. */
  readonly title: string;
  /** `json`: a list or a map, written as JSON in its cell. */
  readonly kind: 'text' | 'number' | 'truth' | 'choice' | 'json';
  /** Of a choice. */
  readonly options: readonly string[];
}

/** Every field of a tag, whatever a file of a project may say of one, in the order of the schema. */
export const TAG_PATHS: readonly TagPath[] = pathsOf(Tag, '');

const BY_PATH = new Map(TAG_PATHS.map((one) => [one.path, one]));
export const tagPath = (path: string): TagPath | undefined => BY_PATH.get(path);

/** Headings that say the same: `Data type`, `data_type`, `DataType`. */
export const plainHeading = (text: string): string => text.toLowerCase().replaceAll(/[\s._\-/]/g, '');

function pathsOf(schema: z.ZodObject, prefix: string): TagPath[] {
  return Object.entries(schema.shape).flatMap(([key, field]): TagPath[] => {
    const inner = unwrapped(field as z.ZodType);
    const path = `${prefix}${key}`;
    if (inner.def.type === 'object') return pathsOf(inner as z.ZodObject, `${path}.`);
    const words = path.replaceAll(/[._]/g, ' ').replace(/^eu\b/, 'EU');
    return [{ path, title: words[0]!.toUpperCase() + words.slice(1), kind: kindOf(inner), options: optionsOf(inner) }];
  });
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const { def } = schema as z.ZodOptional;
  return (def.type as string) === 'optional' || (def.type as string) === 'default'
    ? unwrapped(def.innerType as z.ZodType)
    : schema;
}

function kindOf(schema: z.ZodType): TagPath['kind'] {
  switch (schema.def.type) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'truth';
    case 'enum':
      return 'choice';
    case 'array':
    case 'record':
      return 'json';
    default:
      return 'text';
  }
}

function optionsOf(schema: z.ZodType): readonly string[] {
  return schema.def.type === 'enum' ? (schema as z.ZodEnum).options.map(String) : [];
}
