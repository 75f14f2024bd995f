import { NexusError } from '../errors/nexus-error.ts';
import { PERMISSIONS, type Permission, ROLE_TITLES } from './access.ts';

/** The refusal of what the caller's roles do not allow: the same whatever was asked for, and who may. */
export function forbidden(permission: Permission): NexusError {
  const { title, roles } = PERMISSIONS[permission];
  const who = ROLE_TITLES[roles[0]];
  const article = /^[AEIOU]/.test(who) ? 'an' : 'a';
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  return new NexusError('NX_ACCESS_FORBIDDEN', `You may not ${what}. Ask ${article} ${who}.`, { permission });
}
