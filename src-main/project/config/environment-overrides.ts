import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { NexusConfig } from './nexus-config.ts';

/** A setting that the environment says in the place of `nexus.yaml`. */
export interface Override {
  readonly path: readonly string[];
  /** The variable: `NEXUS__mqtt__url`. */
  readonly by: string;
  readonly value: unknown;
  /** Why the file that a variable names says nothing. */
  readonly problem?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'NEXUS__';
/** `NEXUS__mqtt__url_FILE`: the setting is the first line of this file, as containers hand things over. */
const FILE_SUFFIX = '_FILE';
/** Names that were promised before there was a rule. */
export const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  NEXUS_MQTT_BROKER: ['mqtt', 'url'],
  NEXUS_MQTT_ENABLED: ['mqtt', 'enabled'],
  NEXUS_MQTT_CLIENT_ID: ['mqtt', 'client_id'],
  NEXUS_MQTT_USERNAME: ['mqtt', 'username'],
  NEXUS_DATABASE_URL: ['historian', 'database', 'url'],
  NEXUS_LOG_LEVEL: ['log', 'level'],
  NEXUS_PORT: ['server', 'port'],
};
/** Schemes of other clients, for what is the same. */
const SCHEMES: Readonly<Record<string, string>> = { tcp: 'mqtt', tls: 'mqtts', ssl: 'mqtts' };

/**
 * `NEXUS__section__key` of an environment, rising by name. An empty variable says nothing; where the same is said as text and
 * by a file, the text counts.
 */
export function environmentOverrides(environment: Environment = process.env): readonly Override[] {
  return Object.entries(environment)
    .flatMap(([by, text]) => overrideOf(by, text, environment))
    .toSorted((a, b) => (a.by < b.by ? -1 : 1));
}

function overrideOf(by: string, text: string | undefined, environment: Environment): readonly Override[] {
  if (text === undefined || text === '') return [];
  const isFile = by.endsWith(FILE_SUFFIX);
  const plain = isFile ? by.slice(0, -FILE_SUFFIX.length) : by;
  const path = plain.startsWith(PREFIX) ? plain.slice(PREFIX.length).split('__') : SHORT_NAMES[plain];
  if (!path) return [];
  if (!isFile) return [{ path, by, value: valueOf(path, text) }];
  if (environment[plain]) return [];
  try {
    return [{ path, by, value: valueOf(path, readFileSync(text, 'utf8').split(/\r?\n/, 1)[0]!) }];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [{ path, by, value: undefined, problem: `${text} could not be read (${code ?? 'unknown'})` }];
  }
}

/** Variables that look like settings and mean nothing: a typing mistake, or one of another product. */
export function unknownVariables(environment: Environment = process.env): readonly string[] {
  const isKnown = (name: string): boolean =>
    name.startsWith(PREFIX) || Object.hasOwn(SHORT_NAMES, name.replace(/_FILE$/, '')) || OWN_VARIABLES.test(name);
  return Object.keys(environment)
    .filter((name) => name.startsWith('NEXUS_') && !isKnown(name))
    .sort();
}

/** Read elsewhere, and those that a project names for its secrets. */
const OWN_VARIABLES = /^NEXUS_(?:CRASH|TEST|BENCH|E2E|CI)(?:_|$)|(?:PASSWORD|SECRET|KEY|TOKEN)/;

/** The content of `nexus.yaml` with what the environment says put over it; the content itself is not changed. */
export function withOverrides(content: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce<unknown>(
    (value, { path, value: said, problem }) => (problem === undefined ? put(value, path, said) : value),
    content,
  );
}

function put(value: unknown, [key, ...rest]: readonly string[], said: unknown): unknown {
  if (key === undefined) return said;
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...map, [key]: put((map as Readonly<Record<string, unknown>>)[key], rest, said) };
}

/** Where the schema takes text the variable is text as it stands; elsewhere it is read as JSON: 8080, true, ["a"]. */
function valueOf(path: readonly string[], written: string): unknown {
  const text = path.join('.') === 'mqtt.url' ? inOwnScheme(written) : written;
  if (typeAt(path) === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const inOwnScheme = (url: string): string =>
  url.replace(/^(\w+)(?=:\/\/)/, (scheme) => SCHEMES[scheme.toLowerCase()] ?? scheme);

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

let form: JsonSchema | undefined;

function typeAt(path: readonly string[]): string | undefined {
  form ??= z.toJSONSchema(NexusConfig, { unrepresentable: 'any', io: 'input' }) as JsonSchema;
  return path.reduce<JsonSchema | undefined>((node, key) => node?.properties?.[key], form)?.type;
}
