import { ID_PATTERN } from '../../../src-shared/domain/name-rules.ts';
import type { FormField, FormValue } from '../../forms/form-field.ts';
import { valueAt, withValue } from '../../forms/form-value.ts';
import { readFields } from '../../forms/read-schema.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** A part of the form of a device. */
export interface FormSection {
  readonly title: string;
  /** Path whose own faults, those of no field, are shown here; empty: none. */
  readonly path: string;
  readonly fields: readonly FormField[];
}

const IDENTITY = ['name', 'id', 'uns_prefix', 'description', 'enabled', 'simulated'];
const POLLING = ['poll_interval', 'adaptive_polling'];
/** Not put in by hand here: written by the gateway, asked first, or on pages of their own. */
const ELSEWHERE = ['uid', 'protocol', 'connection', 'tags'];

/** The sections of a device's form: who it is, how it is reached, how it is polled, what else is known of it. */
export function deviceSections(device: JsonSchema, connection: JsonSchema): readonly FormSection[] {
  const all = readFields(device);
  const named = (paths: readonly string[]): readonly FormField[] =>
    paths.flatMap((path) => all.find((field) => field.path === path) ?? []);
  const known = [...IDENTITY, ...POLLING, ...ELSEWHERE];
  const rest = all.filter(({ path }) => !known.includes(path)).map((field) => ({ ...field, isAdvanced: true }));
  // People look for a device by its name, so that one is asked for; the file may leave it to the id.
  const identity = named(IDENTITY).map((field) =>
    field.path === 'name' ? { ...field, isRequired: true, description: '' } : field,
  );
  return [
    { title: 'Identity', path: '', fields: identity },
    { title: 'Connection', path: 'connection', fields: readFields(connection, 'connection') },
    { title: 'Polling', path: '', fields: [...named(POLLING), ...rest] },
  ];
}

/** What a new device begins with. @param prefix levels of topics above it: `acme/plant1`. */
export function newDevice(protocol: string, prefix: string): FormValue {
  return { id: '', protocol, uns_prefix: `${prefix}/`, connection: {} };
}

/** A copy of a device under a name, an id and a topic that are free, with a history of its own. @param taken ids. */
export function copyOf(device: FormValue, taken: readonly string[]): FormValue {
  const { uid: _uid, ...rest } = device;
  const base = `${textAt(device, 'name') || textAt(device, 'id')} copy`;
  let name = base;
  for (let number = 2; taken.includes(idFrom(name)); number++) name = `${base} ${number}`;
  const prefix = textAt(device, 'uns_prefix');
  return { ...rest, name, id: idFrom(name), uns_prefix: prefix.slice(0, prefix.lastIndexOf('/') + 1) + idFrom(name) };
}

/** A tag in a copy has an identity of its own. */
export function withoutUid(tag: unknown): unknown {
  if (typeof tag !== 'object' || tag === null) return tag;
  const { uid: _uid, ...rest } = tag as Readonly<Record<string, unknown>>;
  return rest;
}

/**
 * A new device with another value somewhere: its id follows the name, and the last level of its topic the id, until
 * somebody gives them another one.
 */
export function withDerived(form: FormValue, path: string, value: unknown): FormValue {
  const next = withValue(form, path, value);
  const idBefore = textAt(form, 'id');
  const followsName = path === 'name' && idBefore === idFrom(textAt(form, 'name'));
  const named = followsName ? { ...next, id: idFrom(textAt(next, 'name')) } : next;
  const prefix = textAt(named, 'uns_prefix');
  const at = prefix.lastIndexOf('/') + 1;
  if (path === 'uns_prefix' || prefix.slice(at) !== idBefore) return named;
  return { ...named, uns_prefix: `${prefix.slice(0, at)}${textAt(named, 'id')}` };
}

const LONGEST_ID = 64;

/** `Kessel Süd 1` → `kessel-sud-1`: what URLs, files and topics can all carry. Empty where nothing of a name can. */
export function idFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .slice(0, LONGEST_ID)
    .replaceAll(/^[-_]+|[-_]+$/g, '');
  return ID_PATTERN.test(plain) ? plain : '';
}

/**
 * The levels above most of the devices there are; where no two have the same, those that all of them have; the
 * project's own where there are none.
 */
export function usualPrefix(prefixes: readonly string[], project: string): string {
  const parents = prefixes.map((prefix) => prefix.split('/').slice(0, -1)).filter((levels) => levels.length > 0);
  const counts = new Map<string, number>();
  for (const levels of parents) counts.set(levels.join('/'), (counts.get(levels.join('/')) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most && (most[1] > 1 || parents.length === 1)) return most[0];
  const [first = [], ...others] = parents;
  const end = first.findIndex((level, at) => others.some((levels) => levels[at] !== level));
  return first.slice(0, end < 0 ? first.length : end).join('/') || idFrom(project) || 'plant1';
}

export function textAt(form: FormValue, path: string): string {
  const value = valueAt(form, path);
  return typeof value === 'string' ? value : '';
}
