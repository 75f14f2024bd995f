import type { Permission } from '../../../src-shared/domain/access.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { CheckedProject } from '../check/check-project.ts';
import { engineersRelease } from '../config/access-config.ts';
import type { ProjectDiff } from './project-diff.ts';

/** Settings that are more than an engineer's: whoever changes them could give himself what he has not. */
const OF_SETTINGS: readonly (readonly [prefix: string, Permission])[] = [
  ['access', 'users'],
  ['audit', 'users'],
  ['server', 'users'],
  ['secrets', 'users'],
];

type Compared = Pick<CheckedProject, 'config' | 'devices'>;

/** What a change needs besides the permission of its call: to make a tag writable, to change who is let in. */
export function changePermissions(before: Compared, after: Compared, diff: ProjectDiff): readonly Permission[] {
  const needed = new Set<Permission>();
  for (const { path, after: value } of diff.settings) {
    for (const [prefix, permission] of OF_SETTINGS)
      if (path === prefix || path.startsWith(`${prefix}.`)) needed.add(permission);
    if (path.startsWith('mqtt.commands.'))
      needed.add(path.endsWith('.enabled') && value === false ? 'remoteOff' : 'remoteOn');
  }
  if (before.config && !engineersRelease(before.config.access) && releases(before, after)) needed.add('release');
  return [...needed];
}

/** Whether a tag can be written that could not, or within other limits. */
function releases(before: Compared, after: Compared): boolean {
  const known = new Map(before.devices.flatMap(({ tags }) => tags).map((tag) => [tag.uid ?? tag, tag]));
  return after.devices
    .flatMap(({ tags }) => tags)
    .some((tag) => tag.access === 'read_write' && boundsOf(tag) !== boundsOf(known.get(tag.uid ?? tag)));
}

/** What holds a write back, as one text. */
function boundsOf(tag: Tag | undefined): string {
  return JSON.stringify([tag?.access ?? 'read', tag?.write_limits ?? null, tag?.critical ?? false]);
}
