import { z } from 'zod';
import { type FaultCode, isFaultCode } from './fault-codes.ts';

/** What a schema says of one of its places. */
export interface SchemaPlace {
  /** The keys of the map that stands there. */
  readonly keys: readonly string[];
  /** The code of what can be wrong there: `fault` in the metadata of the field. */
  readonly fault: FaultCode | undefined;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly fault?: unknown;
}

/** Schemas are constants, and there are few: each is walked as JSON Schema, which is made once. */
const forms = new WeakMap<z.ZodType, JsonSchema>();

/** Looks up a path of a value in its schema. The nearest `fault` above holds for what has none of its own. */
export function placeIn(schema: z.ZodType, path: readonly PropertyKey[]): SchemaPlace {
  let node: JsonSchema | undefined = formOf(schema);
  let fault = node.fault;
  for (const step of path) {
    node = typeof step === 'number' ? node?.items : (node?.properties?.[String(step)] ?? node?.additionalProperties);
    fault = node?.fault ?? fault;
  }
  return { keys: Object.keys(node?.properties ?? {}), fault: isFaultCode(fault) ? fault : undefined };
}

function formOf(schema: z.ZodType): JsonSchema {
  let form = forms.get(schema);
  if (!form) {
    form = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema;
    forms.set(schema, form);
  }
  return form;
}
