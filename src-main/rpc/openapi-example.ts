/** A schema of JSON Schema 2020-12, as far as examples need it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly additionalProperties?: boolean | JsonSchema;
}

/** What a field of that name holds in the demo plant, so that an example can be sent as it is. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  device: 'boiler-1',
  device_id: 'boiler-1',
  tag: 'steam_pressure',
  tag_id: 'feedwater_setpoint',
  topic: 'acme/plant1/utilities/steam/boiler-1/steam_pressure',
  comment: 'New setpoint after the service',
  reason: 'Start-up of line 1',
  from: 'now-1h',
  to: 'now',
  protocol: 'opcua',
  patch: { enabled: false },
  yaml: 'devices: []',
  revision: 1,
  thumbprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
  photo: `${'9f86d081'.repeat(8)}.jpg`,
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-11-22T10:00:00Z',
  uri: 'https://edge-7.example/',
};

/** A small value that the schema allows: its own example, default or first choice, otherwise the least of its kind. */
export function exampleOf(schema: JsonSchema, name = '', resolve: (ref: string) => JsonSchema = () => ({})): unknown {
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (name in BY_NAME && fits(BY_NAME[name], schema)) return BY_NAME[name];
  if (schema.default !== undefined) return schema.default;
  if (schema.$ref) return exampleOf(resolve(schema.$ref), name, () => ({}));
  const choice = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null') ?? schema.allOf?.[0];
  if (choice) return exampleOf(choice, name, resolve);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key))
          .map(([key, value]) => [key, exampleOf(value, key, resolve)]),
      );
    case 'array':
      return schema.minItems && schema.items ? [exampleOf(schema.items, name.replace(/s$/, ''), resolve)] : [];
    case 'string':
      return (schema.format && FORMATS[schema.format]) ?? 'text'.padEnd(schema.minLength ?? 0, '-');
    case 'integer':
    case 'number':
      return schema.exclusiveMinimum !== undefined ? schema.exclusiveMinimum + 1 : (schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return name === 'value' ? 6.5 : {};
  }
}

function fits(value: unknown, { type, properties }: JsonSchema): boolean {
  if (properties) return false;
  const kind = typeof value === 'number' ? ['integer', 'number'] : [typeof value];
  return type === undefined || kind.some((one) => (typeof type === 'string' ? one === type : type.includes(one)));
}
