import { z } from 'zod';
import { NexusConfig } from './nexus-config.ts';

/** A setting that the environment says in the place of `nexus.yaml`. */
export interface Override {
  readonly path: readonly string[];
  /** The variable: `NEXUS__mqtt__url`. */
  readonly by: string;
  readonly value: unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'NEXUS__';
/** Names that were promised before there was a rule. */
const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = { NEXUS_MQTT_BROKER: ['mqtt', 'url'] };

/** `NEXUS__section__key` of an environment, rising by name. An empty variable says nothing. */
export function environmentOverrides(environment: Environment = process.env): readonly Override[] {
  return Object.entries(environment)
    .flatMap(([by, text]) => {
      const path = by.startsWith(PREFIX) ? by.slice(PREFIX.length).split('__') : SHORT_NAMES[by];
      return path && text !== undefined && text !== '' ? [{ path, by, value: valueOf(path, text) }] : [];
    })
    .toSorted((a, b) => (a.by < b.by ? -1 : 1));
}

/** The content of `nexus.yaml` with what the environment says put over it; the content itself is not changed. */
export function withOverrides(content: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce<unknown>((value, { path, value: said }) => put(value, path, said), content);
}

function put(value: unknown, [key, ...rest]: readonly string[], said: unknown): unknown {
  if (key === undefined) return said;
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...map, [key]: put((map as Readonly<Record<string, unknown>>)[key], rest, said) };
}

/** Where the schema takes text the variable is text as it stands; elsewhere it is read as JSON: 8080, true, ["a"]. */
function valueOf(path: readonly string[], text: string): unknown {
  if (typeAt(path) === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

let form: JsonSchema | undefined;

function typeAt(path: readonly string[]): string | undefined {
  form ??= z.toJSONSchema(NexusConfig, { unrepresentable: 'any', io: 'input' }) as JsonSchema;
  return path.reduce<JsonSchema | undefined>((node, key) => node?.properties?.[key], form)?.type;
}
