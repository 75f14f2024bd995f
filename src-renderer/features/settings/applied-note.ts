import type { ProjectDiffView } from '../../../src-shared/contract/config.ts';

const NAMED = 5;

/** What an apply did and what waits: `Revision 5 is in effect. Takes effect at the next start: mqtt.meta.` */
export function appliedNote(revision: number, changes: ProjectDiffView['settings']): string {
  const applied = `Revision ${revision} is saved`;
  const waiting = changes.filter(({ restart }) => restart).map(({ path }) => path);
  if (waiting.length === 0) return `${applied} and in effect.`;
  const more = waiting.length > NAMED ? ` and ${waiting.length - NAMED} more` : '';
  return `${applied}. Takes effect at the next start: ${waiting.slice(0, NAMED).join(', ')}${more}.`;
}
