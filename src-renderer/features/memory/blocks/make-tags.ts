import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { tabKept, tabOpened } from '../../../state/layout.ts';
import { type NewTagForm, tagsMade } from '../../../state/new-tags.ts';
import { noticed } from '../../../state/notices.ts';
import { addressesAddedToUsualWatch } from '../../../state/watch-tables.ts';
import type { BlockNode, BlockValue } from './block-values.ts';
import { blocksChanged, blocksOf } from './blocks-store.ts';

/** A tag that reads a value of a block: its name in the program, its address, its comment. */
export function tagForm({ file }: BlockNode, { name, comment, place }: BlockValue): NewTagForm {
  return {
    name: file && /^[A-Z]+$/.test(file.area) ? name : `${file?.name ?? ''}.${name}`,
    address: place!.canonical,
    ...(comment !== '' && { description: comment }),
  };
}

/** The forms of values that are ticked and have a place, in the order of the tree. */
export function tickedForms(nodes: readonly BlockNode[], ticked: ReadonlySet<string>): readonly NewTagForm[] {
  return nodes.flatMap((node) =>
    (node.file?.values ?? []).flatMap((value) => (ticked.has(value.key) && value.place ? [tagForm(node, value)] : [])),
  );
}

/** Hands tags to the table of the device and shows it; nothing is ticked any more. */
export function tagsAdded(device: string, forms: readonly NewTagForm[]): void {
  if (forms.length === 0) return;
  blocksChanged(device, { ticked: new Set(), said: null });
  tagsMade(device, forms);
  // The page was worked in: it stays beside what it opens.
  tabKept(`device/${device}/memory`);
  tabOpened(`device/${device}/tags`, 'kept');
}

/** Has addresses looked at in the watch table that is open, or a new one; they need no tags. */
export function addressesWatched(device: string, forms: readonly NewTagForm[]): void {
  tabKept(`device/${device}/memory`);
  const places = forms.map(({ address }) => ({ device, address: String(address) }));
  addressesAddedToUsualWatch(places).catch((error: unknown) =>
    noticed({ kind: 'failed', text: `The addresses were not added to a watch table. ${toNexusError(error).text}` }),
  );
}

export const addressChosen = (device: string, address: string): void => {
  if (blocksOf(device).address !== address) blocksChanged(device, { address });
};
