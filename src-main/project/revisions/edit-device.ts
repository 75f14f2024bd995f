import { stringify } from 'yaml';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { deviceFile } from '../project-layout.ts';
import type { ProjectText } from '../project-text.ts';
import { patchYaml } from '../yaml/patch-yaml.ts';
import { readYaml } from '../yaml/yaml-file.ts';

/** A device or a tag in the form of its file. */
export type FileForm = Readonly<Record<string, unknown>>;

/** Files that change: path → new content, undefined to remove it. Nothing is checked here; the whole project is, later. */
export type Changes = ReadonlyMap<string, string | undefined>;

/**
 * The file of a device as plain data.
 * @throws NexusError NX_NOT_FOUND
 */
export function deviceForm(text: ProjectText, id: string): FileForm {
  const content = text.get(deviceFile(id));
  const value = content === undefined ? undefined : valueOf(deviceFile(id), content);
  if (!isForm(value)) throw new NexusError('NX_NOT_FOUND', `There is no device “${id}”.`, { device: id });
  return value;
}

let lastRead: { readonly content: string; readonly value: WeakRef<FileForm> } | undefined;

/** One change looks at its file more than once, and to parse five thousand tags takes the better part of a second. */
function valueOf(file: string, content: string): unknown {
  const known = lastRead?.content === content ? lastRead.value.deref() : undefined;
  if (known) return known;
  const value: unknown = readYaml(file, content).yaml?.value;
  lastRead = isForm(value) ? { content, value: new WeakRef(value) } : undefined;
  return value;
}

/** @throws NexusError NX_REQUEST_INVALID when the id is taken. */
export function addDevice(text: ProjectText, device: FileForm): Changes {
  const id = String(device['id']);
  if (text.has(deviceFile(id))) throw taken(`Device “${id}”`, id);
  return new Map([[deviceFile(id), stringify(device, { lineWidth: 0 })]]);
}

/** Puts a device in the place of the one with this id, which keeps its identity, comments and history; a new id renames it. */
export function replaceDevice(text: ProjectText, id: string, device: FileForm): Changes {
  const old = deviceForm(text, id);
  const next = withIdentities(old, device);
  const asked = next['id'] ?? id;
  // What is no text stays in the file's place, where the check names it.
  const newId = typeof asked === 'string' ? asked : id;
  const content = patchYaml(text.get(deviceFile(id))!, { ...next, id: asked });
  if (newId === id) return new Map([[deviceFile(id), content]]);
  if (text.has(deviceFile(newId))) throw taken(`Device “${newId}”`, newId);
  return new Map<string, string | undefined>([
    [deviceFile(id), undefined],
    [deviceFile(newId), content],
  ]);
}

/** Changes what the patch names and leaves the rest; null removes (RFC 7396). Lists are replaced whole. */
export function mergeDevice(text: ProjectText, id: string, patch: FileForm): Changes {
  return replaceDevice(text, id, mergeForm(deviceForm(text, id), patch));
}

/** @throws NexusError NX_NOT_FOUND */
export function removeDevice(text: ProjectText, id: string): Changes {
  deviceForm(text, id);
  return new Map([[deviceFile(id), undefined]]);
}

/** @throws NexusError NX_REQUEST_INVALID when the id is taken. */
export function addTag(text: ProjectText, deviceId: string, tag: FileForm): Changes {
  const device = deviceForm(text, deviceId);
  const tags = tagsOf(device);
  if (tags.some(({ id }) => id === tag['id'])) throw taken(`Tag “${String(tag['id'])}”`, String(tag['id']));
  return replaceDevice(text, deviceId, { ...device, tags: [...tags, tag] });
}

/** The tag keeps its identity and its history. */
export function replaceTag(text: ProjectText, deviceId: string, tagId: string, tag: FileForm): Changes {
  return editTag(text, deviceId, tagId, (old) => ({ ...withUid(tag, old), id: tag['id'] ?? tagId }));
}

/** As `mergeDevice`. */
export function mergeTag(text: ProjectText, deviceId: string, tagId: string, patch: FileForm): Changes {
  return editTag(text, deviceId, tagId, (old) => mergeForm(old, patch));
}

/** @throws NexusError NX_NOT_FOUND */
export function removeTag(text: ProjectText, deviceId: string, tagId: string): Changes {
  return editTag(text, deviceId, tagId, () => undefined);
}

function editTag(
  text: ProjectText,
  deviceId: string,
  tagId: string,
  edit: (old: FileForm) => FileForm | undefined,
): Changes {
  const device = deviceForm(text, deviceId);
  const tags = tagsOf(device);
  if (!tags.some(({ id }) => id === tagId)) {
    throw new NexusError('NX_NOT_FOUND', `Device “${deviceId}” has no tag “${tagId}”.`, {
      device: deviceId,
      tag: tagId,
    });
  }
  const next = tags.map((tag) => (tag['id'] === tagId ? edit(tag) : tag)).filter((tag) => tag !== undefined);
  return replaceDevice(text, deviceId, { ...device, tags: next });
}

/** A caller need not know identities: what has the same id keeps its own, unless another brings it along. */
function withIdentities(old: FileForm, next: FileForm): FileForm {
  const brought = new Set(tagsOf(next).map(({ uid }) => uid));
  const known = new Map(
    tagsOf(old).flatMap((tag) =>
      tag['uid'] !== undefined && brought.has(tag['uid']) ? [] : [[tag['id'], tag] as const],
    ),
  );
  const tags = next['tags'];
  const kept = Array.isArray(tags)
    ? { tags: tags.map((tag: unknown) => (isForm(tag) ? withUid(tag, known.get(tag['id'])) : tag)) }
    : {};
  return { ...withUid(next, old), ...kept };
}

function withUid(next: FileForm, old: FileForm | undefined): FileForm {
  if (next['uid'] !== undefined || old?.['uid'] === undefined) return next;
  const { id, ...rest } = next;
  return { id: id ?? old['id'], uid: old['uid'], ...rest };
}

/** What the patch names is changed, null removes (RFC 7396). */
export function mergeForm(old: FileForm, patch: FileForm): FileForm {
  return merged(old, patch) as FileForm;
}

function merged(old: unknown, patch: unknown): unknown {
  if (!isForm(patch)) return patch;
  const next: Record<string, unknown> = isForm(old) ? { ...old } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete next[key];
    else next[key] = merged(next[key], value);
  }
  return next;
}

/** Those of its tags that are maps, as the file has them. */
export function tagsOf(device: FileForm): FileForm[] {
  const tags = device['tags'];
  return Array.isArray(tags) ? tags.filter(isForm) : [];
}

function isForm(value: unknown): value is FileForm {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const taken = (what: string, id: string): NexusError =>
  new NexusError('NX_REQUEST_INVALID', `${what} exists already. Choose another id, or change that one.`, { id });
