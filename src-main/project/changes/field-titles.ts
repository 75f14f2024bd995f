import { z } from 'zod';

interface JsonSchema {
  readonly title?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** What people call a field of a schema by its path: `Write limits › Lowest`. */
export function fieldTitle(schema: z.ZodType, path: string): string {
  let node: JsonSchema | undefined = schemaOf(schema);
  const titles: string[] = [];
  for (const step of path.split('.')) {
    node = node?.properties?.[step] ?? node?.anyOf?.find(({ properties }) => properties?.[step])?.properties?.[step];
    titles.push(node?.title ?? plain(step));
  }
  return titles.join(' › ');
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const known = schemas.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' }) as JsonSchema;
  schemas.set(schema, made);
  return made;
}

function plain(step: string): string {
  const words = step.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
