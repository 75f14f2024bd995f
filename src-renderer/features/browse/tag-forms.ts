import type { FoundNode } from '../../../src-shared/contract/browse.ts';
import type { NewTagForm } from '../../state/tag-desk.ts';

/** How new tags are named: by the node, by what is above it too, by everything above it. */
export const NAMINGS = ['Parent_Name', 'Name', 'Path'] as const;
export type Naming = (typeof NAMINGS)[number];

/** What is taken over from the device beside address and type. */
export interface TagWishes {
  readonly naming: Naming;
  readonly fromServer: boolean;
  /** Values that the device lets be written may be written as tags. */
  readonly isWritable: boolean;
  /** As a duration of the file; empty: that of the device. */
  readonly sampling: string;
}

/** A name for each node, none taken twice: the next one that is free gets a number. */
export function tagNames(nodes: readonly FoundNode[], naming: Naming, takenNames: Iterable<string>): readonly string[] {
  const taken = new Set(Array.from(takenNames, (name) => name.toLowerCase()));
  return nodes.map((found) => {
    const wanted = nameBy(found, naming);
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}_${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function nameBy({ node, path }: FoundNode, naming: Naming): string {
  if (naming === 'Name') return node.name;
  return [...(naming === 'Path' ? path : path.slice(-1)), node.name].join('_');
}

/** The fields of a tag for each node. @param knowsUnit of units that are not known here, none is taken. */
export function tagForms(
  nodes: readonly FoundNode[],
  wishes: TagWishes,
  takenNames: Iterable<string>,
  knowsUnit: (unit: string) => boolean,
): readonly NewTagForm[] {
  const names = tagNames(nodes, wishes.naming, takenNames);
  return nodes.map(({ node }, i) => ({
    name: names[i]!,
    address: node.address,
    ...(node.dataType !== null && { data_type: node.dataType }),
    ...(wishes.isWritable && node.isWritable && { access: 'read_write' }),
    ...(wishes.sampling !== '' && { poll_interval: wishes.sampling }),
    ...(wishes.fromServer && saidByServer(node, knowsUnit)),
  }));
}

function saidByServer(node: FoundNode['node'], knowsUnit: (unit: string) => boolean): NewTagForm {
  const { name, unit, euLow, euHigh, states, description } = node;
  const hasRange = euLow !== null && euHigh !== null && euLow < euHigh;
  return {
    ...(unit !== '' && knowsUnit(unit) && { unit }),
    ...(hasRange && { eu_low: euLow, eu_high: euHigh }),
    ...(states.length > 0 && { enum: Object.fromEntries(states.map((text, i) => [String(i), text.slice(0, 64)])) }),
    ...(description !== '' && description !== name && { description }),
  };
}
