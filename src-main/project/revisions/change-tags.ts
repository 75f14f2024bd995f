import { randomUUID } from 'node:crypto';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ProjectText } from '../project-text.ts';
import { type Changes, deviceForm, type FileForm, mergeForm, replaceDevice, tagsOf } from './edit-device.ts';

/** One of several edits that are made together. Tags are named by the ids that they have before all of them. */
export type TagEdit =
  | { readonly kind: 'change'; readonly tag: string; readonly patch: FileForm }
  /** Below `after`; null: above all of them; left out: at the end. Several at one place stand in their order. */
  | { readonly kind: 'add'; readonly tag: FileForm; readonly after?: string | null | undefined }
  | { readonly kind: 'remove'; readonly tag: string }
  /** Puts the tags that stay into this order: each of them, once. What is added below a tag goes with it. */
  | { readonly kind: 'order'; readonly tags: readonly string[] };

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
  let order: readonly string[] | undefined;
  for (const edit of edits) {
    if (edit.kind === 'order') {
      order = edit.tags;
      continue;
    }
    const named = edit.kind === 'add' ? edit.after : edit.tag;
    if (typeof named === 'string' && !known.has(named)) throw missing(deviceId, named);
    if (edit.kind === 'remove') removed.add(edit.tag);
    else if (edit.kind === 'change') pushTo(patches, edit.tag, edit.patch);
    else pushTo(added, edit.after, identified(edit.tag));
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
  const next = inOrder(tags, order, removed, deviceId).flatMap((tag) => {
    const id = String(tag['id']);
    const kept = removed.has(id) ? [] : [(patches.get(id) ?? []).reduce(mergeForm, tag)];
    return [...kept, ...(added.get(id) ?? [])];
  });
  const whole = [...(added.get(null) ?? []), ...next, ...(added.get(undefined) ?? [])];
  return replaceDevice(text, deviceId, { ...device, tags: whole });
}

/** A new tag has its identity at once: to give it one later is to write and check the whole file once more. */
function identified(tag: FileForm): FileForm {
  const { id, ...rest } = tag;
  return typeof id === 'string' && tag['uid'] === undefined ? { id, uid: randomUUID(), ...rest } : tag;
}

/** @throws NexusError NX_REQUEST_INVALID where the order leaves out a tag that stays, or names one twice. */
function inOrder(
  tags: readonly FileForm[],
  order: readonly string[] | undefined,
  removed: ReadonlySet<string>,
  device: string,
): readonly FileForm[] {
  if (!order) return tags;
  const left = new Map(tags.map((tag) => [String(tag['id']), tag]));
  const sorted = order.map((id) => {
    const tag = left.get(id);
    if (!tag) throw missing(device, id);
    left.delete(id);
    return tag;
  });
  const forgotten = [...left.keys()].find((id) => !removed.has(id));
  if (forgotten === undefined) return [...sorted, ...left.values()];
  throw new NexusError(
    'NX_REQUEST_INVALID',
    `The order of tags leaves out “${forgotten}”. Name each tag that stays once.`,
    {
      device,
      tag: forgotten,
    },
  );
}

function pushTo<K>(lists: Map<K, FileForm[]>, key: K, form: FileForm): void {
  const list = lists.get(key);
  if (list) list.push(form);
  else lists.set(key, [form]);
}

const missing = (device: string, tag: string): NexusError =>
  new NexusError('NX_NOT_FOUND', `Device “${device}” has no tag “${tag}”. Nothing was changed.`, { device, tag });
