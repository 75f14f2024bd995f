import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { CheckedDevice } from '../check/check-device.ts';
import type { CheckedProject } from '../check/check-project.ts';
import { NexusConfig } from '../config/nexus-config.ts';

/** One value that differs; `before` or `after` is null where there is none. */
export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface TagChange {
  readonly id: string;
  /** The id before, where it was renamed. */
  readonly formerId: string | null;
  readonly fields: readonly FieldChange[];
}

export interface DeviceChange {
  readonly id: string;
  readonly formerId: string | null;
  readonly fields: readonly FieldChange[];
  readonly tagsAdded: readonly string[];
  readonly tagsRemoved: readonly string[];
  readonly tagsChanged: readonly TagChange[];
}

/** What differs between two states of a project, in its own terms: comments and order are no difference. */
export interface ProjectDiff {
  readonly devicesAdded: readonly string[];
  readonly devicesRemoved: readonly string[];
  readonly devicesChanged: readonly DeviceChange[];
  readonly settings: readonly (FieldChange & { readonly restart: boolean })[];
}

type Compared = Pick<CheckedProject, 'config' | 'devices'>;

/** Devices and tags are recognised by their identity, so that a rename is a change and not a loss. */
export function projectDiff(before: Compared, after: Compared): ProjectDiff {
  const devices = pairs(before.devices, after.devices);
  return {
    devicesAdded: devices.added.map(({ id }) => id),
    devicesRemoved: devices.removed.map(({ id }) => id),
    devicesChanged: devices.both.map(([a, b]) => deviceChange(a, b)).filter((change) => change !== undefined),
    settings: fieldChanges(before.config ?? {}, after.config ?? {}).map((change) => ({
      ...change,
      restart: needsRestart(change.path),
    })),
  };
}

export const NO_DIFF: ProjectDiff = { devicesAdded: [], devicesRemoved: [], devicesChanged: [], settings: [] };

/** True when nothing differs that the engine would notice. */
export function isEmptyDiff(diff: ProjectDiff): boolean {
  return Object.values(diff).every((part: readonly unknown[]) => part.length === 0);
}

function deviceChange(before: CheckedDevice, after: CheckedDevice): DeviceChange | undefined {
  const { tags: tagsBefore, manifest: _b, ...restBefore } = before;
  const { tags: tagsAfter, manifest: _a, ...restAfter } = after;
  const tags = pairs(tagsBefore, tagsAfter);
  const tagsChanged = tags.both
    .map(([a, b]): TagChange => ({ id: b.id, formerId: formerId(a, b), fields: fieldChanges(a, b) }))
    .filter(({ fields }) => fields.length > 0);
  const fields = fieldChanges(restBefore, restAfter);
  const tagsAdded = tags.added.map(({ id }: Tag) => id);
  const tagsRemoved = tags.removed.map(({ id }: Tag) => id);
  if (fields.length + tagsAdded.length + tagsRemoved.length + tagsChanged.length === 0) return undefined;
  return { id: after.id, formerId: formerId(before, after), fields, tagsAdded, tagsRemoved, tagsChanged };
}

const formerId = (before: { id: string }, after: { id: string }): string | null =>
  before.id === after.id ? null : before.id;

interface Owner {
  readonly id: string;
  readonly uid?: string | undefined;
}

function pairs<T extends Owner>(
  before: readonly T[],
  after: readonly T[],
): { readonly added: T[]; readonly removed: T[]; readonly both: (readonly [T, T])[] } {
  const keyOf = (owner: Owner): string => owner.uid ?? owner.id;
  const known = new Map(before.map((owner) => [keyOf(owner), owner]));
  const added: T[] = [];
  const both: (readonly [T, T])[] = [];
  for (const owner of after) {
    const old = known.get(keyOf(owner));
    known.delete(keyOf(owner));
    if (old) both.push([old, owner]);
    else added.push(owner);
  }
  return { added, removed: [...known.values()], both };
}

/** Leaves that differ, `connection.port` and so on. */
function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [{ path, before: before ?? null, after: after ?? null }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => fieldChanges(before[key], after[key], path ? `${path}.${key}` : key));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly restart?: boolean;
}

/** Whether a setting of `nexus.yaml` says of itself that it takes effect at the next start only. */
function needsRestart(path: string): boolean {
  let node = z.toJSONSchema(NexusConfig, { unrepresentable: 'any', io: 'input' }) as JsonSchema | undefined;
  for (const step of path.split('.')) {
    node = node?.properties?.[step];
    if (node?.restart) return true;
  }
  return false;
}
