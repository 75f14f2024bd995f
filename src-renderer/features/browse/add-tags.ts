import type { FoundNode } from '../../../src-shared/contract/browse.ts';
import { findUnit } from '../../../src-shared/domain/units.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { tabOpened } from '../../state/layout.ts';
import { tagsFound, useTagDesk } from '../../state/tag-desk.ts';
import { changed, sessionOf } from './browse-session.ts';
import { tagForms } from './tag-forms.ts';

/** Makes tags of nodes: one step in the table of the device, which waits to be applied. @returns how many. */
export async function tagsMade(device: string, nodes: readonly FoundNode[]): Promise<number> {
  const rows = useTagDesk.getState().rows[device] ?? [];
  const known = new Set(rows.map(({ address }) => address));
  const fresh = nodes.filter(({ node }) => !known.has(node.address));
  const names = rows.map(({ name }) => name);
  const forms = tagForms(fresh, sessionOf(device).wishes, names, (unit) => findUnit(unit) !== undefined);
  if (forms.length > 0) await tagsFound(device, forms);
  return forms.length;
}

/** Adds what is ticked and shows the table where it waits. Never rejects. */
export async function tickedAdded(device: string): Promise<void> {
  const nodes = [...sessionOf(device).ticked.values()];
  if (nodes.length === 0) return;
  try {
    await tagsMade(device, nodes);
    changed(device, { ticked: new Map(), said: null });
    tabOpened(`device/${device}/tags`, 'kept');
  } catch (error) {
    changed(device, { said: { tone: 'error', text: toNexusError(error).text } });
  }
}
