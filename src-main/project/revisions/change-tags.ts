import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ProjectText } from '../project-text.ts';
import { type Changes, deviceForm, type FileForm, mergeForm, replaceDevice, tagsOf } from './edit-device.ts';

/** One of several edits that are made together. Tags are named by the ids that they have before all of them. */
export type TagEdit =
  | { readonly kind: 'change'; readonly tag: string; readonly patch: FileForm }
  /** Below `after`; null: above all of them; left out: at the end. Several at one place stand in their order. */
  | { readonly kind: 'add'; readonly tag: FileForm; readonly after?: string | null | undefined }
  | { readonly kind: 'remove'; readonly tag: string };

/**
 * Changes, adds and removes tags of one device at once, so that names can be swapped and a change is one revision.
 * @throws NexusError NX_NOT_FOUND for a device or tag that is not there, NX_REQUEST_INVALID for one that is both
 * changed and removed.
 */
export function changeTags(text: ProjectText, deviceId: string, edits: readonly TagEdit[]): Changes {
  const device = deviceForm(text, deviceId);
  const tags = tagsOf(device);
  const known = new Set(tags.map((tag) => tag['id']));
  const patches = new Map<string, FileForm[]>();
  const removed = new Set<string>();
  const added = new Map<string | null | undefined, FileForm[]>();
  for (const edit of edits) {
    const named = edit.kind === 'add' ? edit.after : edit.tag;
    if (typeof named === 'string' && !known.has(named)) throw missing(deviceId, named);
    if (edit.kind === 'remove') removed.add(edit.tag);
    else if (edit.kind === 'change') pushTo(patches, edit.tag, edit.patch);
    else pushTo(added, edit.after, edit.tag);
  }
  const torn = [...removed].find((id) => patches.has(id));
  if (torn !== undefined)
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `Tag “${torn}” is both changed and removed. Send one of the two edits.`,
      {
        device: deviceId,
        tag: torn,
      },
    );
  const next = tags.flatMap((tag) => {
    const id = String(tag['id']);
    const kept = removed.has(id) ? [] : [(patches.get(id) ?? []).reduce(mergeForm, tag)];
    return [...kept, ...(added.get(id) ?? [])];
  });
  const whole = [...(added.get(null) ?? []), ...next, ...(added.get(undefined) ?? [])];
  return replaceDevice(text, deviceId, { ...device, tags: whole });
}

function pushTo<K>(lists: Map<K, FileForm[]>, key: K, form: FileForm): void {
  const list = lists.get(key);
  if (list) list.push(form);
  else lists.set(key, [form]);
}

const missing = (device: string, tag: string): NexusError =>
  new NexusError('NX_NOT_FOUND', `Device “${device}” has no tag “${tag}”. Nothing was changed.`, { device, tag });
